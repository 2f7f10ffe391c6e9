using Conformance.RealDevice.Mapped;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.RealDevice.Native.Mman;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong copies on write (fs/dax.c, copy_cow_page_dax), kmaps (mm/highmem.c) and loads and stores.</summary>
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
        (new("kmap-depth-stays", "kmap_atomic does not disable page faults", "KM-01"), WithKmaps(() => new DepthStays())),
        (new("kunmap-depth-stays", "kunmap_atomic does not enable page faults", "KM-02"), WithKmaps(() => new UnmapDepthStays())),
        (new("kmap-nests-8-deep", "the ninth kmap_atomic is refused", "KM-03"), WithKmaps(() => new Nests8Deep())),
        (new("kunmap-refuses-and-lowers", "a kunmap_atomic that is refused enables page faults", "KM-04"), WithKmaps(() => new RefusesAndLowers())),
        (new("load-refuses-the-last-page", "the last page of the device cannot be loaded", "MM-01"), WithCallers(c => new LoadRefusesTheLastPage(c))),
        (new("load-from-a-cache", "a page is loaded as it was when it was loaded first", "MM-02"), WithCallers(c => new LoadFromACache(c))),
        (new("load-behind-the-end", "a load behind the device answers a page of zeros", "MM-03"), WithCallers(c => new LoadBehindTheEnd(c))),
        (new("store-stays-in-its-mapping", "a store through the second mapping does not reach the memory", "MM-04", "MM-02") { Fix = "dax: fix cache flush on PMD-mapped pages (5.19)" }, WithCallers(c => new StoreStaysInItsMapping(c))),
        (new("store-behind-the-end", "a store behind the device is reported as done", "MM-05"), WithCallers(c => new StoreBehindTheEnd(c))),
        (new("store-refuses-the-last-byte", "a store up to the last byte of the device is refused", "MM-06"), WithCallers(c => new StoreRefusesTheLastByte(c))),
        (new("second-mapping-is-another", "the second mapping shows the page behind", "MM-07"), WithCallers(c => new SecondMappingIsAnother(c))),
    ];

    private abstract class Callers(CallersOf parts) : CallerOperations(parts.File, parts.Pmem, parts.Page, parts.Dax, parts.Kmaps, parts.Iterator)
    {
        protected CallersOf Parts => parts;

        /// <summary>The last page of the device that there is.</summary>
        protected bool IsLast(ulong pgoff) => pgoff + 1 == Device.Pages;
    }

    private sealed class OneByteShort : PrivatePage
    {
        public override void CopyFrom(ScratchFile file, Resource resource, ulong address, int pageSize)
        {
            base.CopyFrom(file, resource, address, pageSize);
            Write(pageSize - 1, [0]);
        }
    }

    private sealed class CopiesPage0(CallersOf parts) : Callers(parts)
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
        public override void CopyFrom(ScratchFile file, Resource resource, ulong address, int pageSize)
        {
            base.CopyFrom(file, resource, address, pageSize);
            if (pageSize > 4096) Write(4096, new byte[pageSize - 4096]);
        }
    }

    private sealed class CopyIsShared : PrivatePage
    {
        public override void CopyFrom(ScratchFile file, Resource resource, ulong address, int pageSize)
        {
            base.CopyFrom(file, resource, address, pageSize);
            var offset = (long)(address - resource.VirtAddr);
            if (offset % 4096 == 0 && mmap(handle, (nuint)pageSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file.Handle, resource.FileOffset + offset) == MAP_FAILED) throw LibcException.Last(nameof(mmap));
        }
    }

    private sealed class CopyFollowsTheDevice : PrivatePage
    {
        protected override void BreakCopyOnWrite(int pageSize)
        {
        }
    }

    private sealed class CopyLosesStores : PrivatePage
    {
        private bool _copied;

        public override void CopyFrom(ScratchFile file, Resource resource, ulong address, int pageSize)
        {
            _copied = false;
            base.CopyFrom(file, resource, address, pageSize);
            _copied = true;
        }

        public override void Write(int offset, ReadOnlySpan<byte> source)
        {
            if (!_copied) base.Write(offset, source);
        }
    }

    private sealed class CopyWritesTheFilePage(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result == 0 && pgoff < Device.Pages) Memory!.WritePattern(Parts.Pmem.AddressOf(pgoff), 8, seed: 0xA5, mapping: 0);
            return result;
        }
    }

    private sealed class CopyRefusesTheLastPage(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) =>
            base.copy_cow_page_dax(pos, addr, offset, out pgoff) is var result && result == 0 && IsLast(pgoff) ? -EIO : result;
    }

    private sealed class CopiesPoison(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result != -EIO) return result;
            Copy(Parts.Pmem.AddressOf(pgoff));
            return 0;
        }
    }

    private sealed class CopiesFromTheDead(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result != -ENXIO || pgoff >= Device.Pages) return result;
            Copy(Parts.Pmem.AddressOf(pgoff));
            return 0;
        }
    }

    private sealed class CopiesFromBehindTheEnd(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result != -ERANGE || Device.Pages == 0) return result;
            Copy(Parts.Pmem.AddressOf(Device.Pages - 1));
            return 0;
        }
    }

    private sealed class CopyAnswersPages(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) => base.copy_cow_page_dax(pos, addr, offset, out pgoff) is var result && result == 0 ? 1 : result;
    }

    private sealed class CopyFailsWithEio(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) => base.copy_cow_page_dax(pos, addr, offset, out pgoff) < 0 ? -EIO : 0;
    }

    private sealed class CopyLeavesTheSectionOpen(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result < 0) Parts.Dax.dax_read_lock();
            return result;
        }
    }

    private sealed class CopyLeavesThePageMapped(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
        {
            var result = base.copy_cow_page_dax(pos, addr, offset, out pgoff);
            if (result == 0) Parts.Kmaps.kmap_atomic(out _);
            return result;
        }
    }

    private sealed class CopiesNoDevice(CallersOf parts) : Callers(parts)
    {
        protected override long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff) => base.copy_cow_page_dax(pos, addr, offset, out pgoff) is var result && result == -EOPNOTSUPP ? 0 : result;
    }

    private sealed class DepthStays : KmapStack
    {
        private int _mapped;

        public override void Empty()
        {
            base.Empty();
            _mapped = 0;
        }

        public override long kmap_atomic(out Misuse misuse)
        {
            misuse = Misuse.None;
            return _mapped++;
        }
    }

    private sealed class UnmapDepthStays : KmapStack
    {
        public override long kunmap_atomic(ulong mapping, bool byPage, out Misuse misuse)
        {
            var depth = Depth;
            var result = base.kunmap_atomic(mapping, byPage, out misuse);
            Depth = depth;
            return result;
        }
    }

    private sealed class Nests8Deep : KmapStack
    {
        public override long kmap_atomic(out Misuse misuse)
        {
            if (Depth < MaxDepth / 2) return base.kmap_atomic(out misuse);
            misuse = Misuse.TooDeep;
            return -EINVAL;
        }
    }

    private sealed class RefusesAndLowers : KmapStack
    {
        public override long kunmap_atomic(ulong mapping, bool byPage, out Misuse misuse)
        {
            var result = base.kunmap_atomic(mapping, byPage, out misuse);
            if (result < 0 && Depth > 0) Depth--;
            return result;
        }
    }

    private sealed class LoadRefusesTheLastPage(CallersOf parts) : Callers(parts)
    {
        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (IsLast(operation[0])) outcome = Outcome.Of(-EFAULT);
        }
    }

    private sealed class LoadFromACache(CallersOf parts) : Callers(parts)
    {
        private readonly Dictionary<ulong, Outcome> _loaded = [];

        public override void Attach(Geometry geometry, Resource? resource)
        {
            base.Attach(geometry, resource);
            _loaded.Clear();
        }

        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (!_loaded.TryAdd(operation[0], outcome)) outcome = _loaded[operation[0]];
        }
    }

    private sealed class LoadBehindTheEnd(CallersOf parts) : Callers(parts)
    {
        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (Memory is not null && operation[0] >= Device.Pages) outcome = Outcome.Of(0).Set(Aspect.Contents, Digest.Of(new byte[Device.PageSize]));
        }
    }

    private sealed class StoreStaysInItsMapping(CallersOf parts) : Callers(parts)
    {
        protected override void Store(in Operation operation, ref Outcome outcome)
        {
            if (operation[4] == 0 || operation[0] >= Device.Pages) base.Store(operation, ref outcome);
            else outcome = Outcome.Of(0);
        }
    }

    private sealed class StoreBehindTheEnd(CallersOf parts) : Callers(parts)
    {
        protected override void Store(in Operation operation, ref Outcome outcome)
        {
            base.Store(operation, ref outcome);
            if (outcome.Result == -EFAULT) outcome = Outcome.Of(0);
        }
    }

    private sealed class StoreRefusesTheLastByte(CallersOf parts) : Callers(parts)
    {
        protected override void Store(in Operation operation, ref Outcome outcome)
        {
            var page = (ulong)Device.PageSize;
            if (Memory is not null && IsLast(operation[0]) && operation[1] < page && operation[2] == page - operation[1]) outcome = Outcome.Of(-EFAULT);
            else base.Store(operation, ref outcome);
        }
    }

    private sealed class SecondMappingIsAnother(CallersOf parts) : Callers(parts)
    {
        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (operation[1] == 0 || Memory is null || operation[0] + 1 >= Device.Pages) return;
            var page = new byte[Device.PageSize];
            Memory.Read(Parts.Pmem.AddressOf(operation[0] + 1), page);
            outcome = Outcome.Of(0).Set(Aspect.Contents, Digest.Of(page));
        }
    }
}
