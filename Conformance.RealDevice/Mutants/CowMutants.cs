using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong copies on write (fs/dax.c, copy_cow_page_dax).</summary>
internal static class CowMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("copies-one-byte-short", "copy_cow_page_dax copies PAGE_SIZE - 1 bytes", "CP-01"), WithPage(() => new OneByteShort())),
        (new("copies-page-0", "copy_cow_page_dax copies page 0 of the device", "CP-01"), WithCallers(c => new CopiesPage0(c))),
        (new("copies-4-KiB", "copy_cow_page_dax copies 4096 bytes whatever PAGE_SIZE is", "CP-01"), WithPage(() => new Copies4KiB())),
        (new("copy-is-shared", "the private page is the page of the device", "CP-13") { Fix = "fsdax: invalidate pages when CoW (6.2)" }, WithPage(() => new CopyIsShared())),
        (new("copy-follows-the-device", "the private page is copied when it is first written, not when it is faulted", "CP-11"), WithPage(() => new CopyFollowsTheDevice())),
        (new("copy-loses-stores", "what is stored to the private page is lost", "CP-12") { Fix = "dax: dax_layout_busy_page() should not unmap cow pages (5.4)" }, WithPage(() => new CopyLosesStores())),
        (new("copy-writes-the-file-page", "copying changes the page that is copied", "CP-02"), WithCallers(c => new CopyWritesTheFilePage(c))),
        (new("copy-refuses-the-last-page", "the last page of the device is not copied", "CP-03"), WithCallers(c => new CopyRefusesTheLastPage(c))),
        (new("copies-poison", "copy_cow_page_dax asks in recovery mode and copies a bad page", "CP-04"), WithCallers(c => new CopiesPoison(c))),
        (new("copies-from-the-dead", "a page of a dead device is copied", "CP-05"), WithCallers(c => new CopiesFromTheDead(c))),
        (new("copies-from-behind-the-end", "a page behind the end is copied from the last one", "CP-06"), WithCallers(c => new CopiesFromBehindTheEnd(c))),
        (new("copy-answers-pages", "copy_cow_page_dax answers the number of pages that it was given", "CP-07"), WithCallers(c => new CopyAnswersPages(c))),
        (new("copy-fails-with-EIO", "every error of direct_access becomes EIO", "CP-08"), WithCallers(c => new CopyFailsWithEio(c))),
        (new("copy-leaves-the-section-open", "a copy that fails leaves its read section open", "CP-09"), WithCallers(c => new CopyLeavesTheSectionOpen(c))),
        (new("copy-leaves-the-page-mapped", "a copy leaves its kmap_atomic without its inverse", "CP-10"), WithCallers(c => new CopyLeavesThePageMapped(c))),
        (new("copies-no-device", "a page of no device is copied from nowhere", "CP-14"), WithCallers(c => new CopiesNoDevice(c))),
    ];

    private sealed class OneByteShort : PrivatePage
    {
        public override void CopyFrom(Resource resource, ulong address, int pageSize)
        {
            base.CopyFrom(resource, address, pageSize);
            Write(pageSize - 1, [0]);
        }
    }

    private sealed class CopiesPage0(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result == 0) Copy(Parts.Pmem.AddressOf(0));
            return result;
        }
    }

    private sealed class Copies4KiB : PrivatePage
    {
        public override void CopyFrom(Resource resource, ulong address, int pageSize)
        {
            base.CopyFrom(resource, address, pageSize);
            if (pageSize > 4096) Write(4096, new byte[pageSize - 4096]);
        }
    }

    /// <summary>A private page that is none as long as it has a page of the device behind it.</summary>
    private abstract class NotCopied : PrivatePage
    {
        private ulong _address;

        public override ReadOnlySpan<byte> Bytes
        {
            get
            {
                if (Device is not null) base.CopyFrom(Device, _address, Size);
                return base.Bytes;
            }
        }

        protected Resource? Device { get; set; }

        public override void CopyFrom(Resource resource, ulong address, int pageSize)
        {
            base.CopyFrom(resource, address, pageSize);
            (Device, _address) = (resource, address);
        }

        protected void WriteToTheDevice(int offset, ReadOnlySpan<byte> source) => Device!.Write(_address + (ulong)offset, source);
    }

    private sealed class CopyIsShared : NotCopied
    {
        public override void Write(int offset, ReadOnlySpan<byte> source) => WriteToTheDevice(offset, source);
    }

    private sealed class CopyFollowsTheDevice : NotCopied
    {
        public override void Write(int offset, ReadOnlySpan<byte> source)
        {
            _ = Bytes;
            Device = null;
            base.Write(offset, source);
        }
    }

    private sealed class CopyLosesStores : PrivatePage
    {
        private bool _copied;

        public override void CopyFrom(Resource resource, ulong address, int pageSize)
        {
            _copied = false;
            base.CopyFrom(resource, address, pageSize);
            _copied = true;
        }

        public override void Write(int offset, ReadOnlySpan<byte> source)
        {
            if (!_copied) base.Write(offset, source);
        }
    }

    private sealed class CopyWritesTheFilePage(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result == 0 && pgoff < Device.Pages) Memory!.WritePattern(Parts.Pmem.AddressOf(pgoff), 8, seed: 0xA5, mapping: 0);
            return result;
        }
    }

    private sealed class CopyRefusesTheLastPage(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) =>
            base.copy_cow_page_dax(pos, addr, offset, out pgoff) is var result && result == 0 && IsLast(pgoff) ? -EIO : result;
    }

    private sealed class CopiesPoison(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result != -EIO) return result;
            Copy(Parts.Pmem.AddressOf(pgoff));
            return 0;
        }
    }

    private sealed class CopiesFromTheDead(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result != -ENXIO || pgoff >= Device.Pages) return result;
            Copy(Parts.Pmem.AddressOf(pgoff));
            return 0;
        }
    }

    private sealed class CopiesFromBehindTheEnd(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result != -ERANGE || Device.Pages == 0) return result;
            Copy(Parts.Pmem.AddressOf(Device.Pages - 1));
            return 0;
        }
    }

    private sealed class CopyAnswersPages(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) => base.copy_cow_page_dax(pos, addr, offset, out pgoff) is var result && result == 0 ? 1 : result;
    }

    private sealed class CopyFailsWithEio(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) => base.copy_cow_page_dax(pos, addr, offset, out pgoff) < 0 ? -EIO : 0;
    }

    private sealed class CopyLeavesTheSectionOpen(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result < 0) Parts.Dax.dax_read_lock();
            return result;
        }
    }

    private sealed class CopyLeavesThePageMapped(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result == 0) Parts.Kmaps.kmap_atomic(out _);
            return result;
        }
    }

    private sealed class CopiesNoDevice(CallersOf parts) : MutantCallers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) => base.copy_cow_page_dax(pos, addr, offset, out pgoff) is var result && result == -EOPNOTSUPP ? 0 : result;
    }
}
