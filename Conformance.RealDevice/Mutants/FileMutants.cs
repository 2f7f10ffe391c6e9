using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>What a process gets wrong of a DAX file and of the disk below it (fs/dax.c; drivers/nvdimm/pmem.c, pmem_submit_bio).</summary>
internal static class FileMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("fault-maps-poison", "a fault on a bad page maps it", "US-01"), WithFiles((f, p, d) => new FaultMapsPoison(f, p, d))),
        (new("signal-is-BUS-ADRERR", "a bad page raises BUS_ADRERR where BUS_MCEERR_AR is due", "US-02") { Profile = "6.12", Fix = "dax: enable dax fault handler to report VM_FAULT_HWPOISON (1ea7ca1b0901, 6.5)" }, WithFiles((f, p, d) => new SignalIsBusAdrerr(f, p, d))),
        (new("fault-refuses-the-last-page", "a fault on the last page of the file is a SIGBUS", "US-03"), WithFiles((f, p, d) => new FaultRefusesTheLastPage(f, p, d))),
        (new("fault-behind-the-file", "a fault behind the file maps something", "US-04"), WithFiles((f, p, d) => new FaultBehindTheFile(f, p, d))),
        (new("read-hands-out-poison", "pread copies out of bad pages", "US-05"), WithFiles((f, p, d) => new ReadHandsOutPoison(f, p, d))),
        (new("read-starts-at-the-page", "pread begins at the start of the page", "US-06") { Fix = "dax: fix dax_range_compare_iter() to use correct size and address offset (7.3)" }, WithFiles((f, p, d) => new ReadStartsAtThePage(f, p, d))),
        (new("write-does-not-recover", "pwrite of a whole bad page fails", "US-07"), WithFiles((f, p, d) => new WriteDoesNotRecover(f, p, d))),
        (new("write-counts-one-byte-more", "pwrite counts a byte that it has not written", "US-08"), WithFiles((f, p, d) => new WriteCountsOneByteMore(f, p, d))),
        (new("direct-read-ignores-poison", "an O_DIRECT read hands out bad sectors", "US-09"), WithPmem(p => new DirectReadIgnoresPoison(p))),
        (new("direct-read-is-of-pages", "an O_DIRECT read fails when a sector of the same page is bad", "US-10"), WithPmem(p => new DirectReadIsOfPages(p))),
        (new("direct-write-keeps-the-record", "an O_DIRECT write leaves its sectors on record", "US-10", "US-03"), WithPmem(p => new DirectWriteKeepsTheRecord(p))),
        (new("direct-write-refuses-bad-sectors", "an O_DIRECT write over poison fails even where it can be cleared", "US-11"), WithPmem(p => new DirectWriteRefusesBadSectors(p))),
        (new("direct-write-of-whole-pages-only", "an O_DIRECT write of less than a page writes nothing", "US-08", "US-11"), WithPmem(p => new DirectWriteOfWholePagesOnly(p))),
        (new("map-sync-for-all", "MAP_SYNC is granted by a device that is not synchronous", "US-12"), WithFiles((f, p, d) => new MapSyncForAll(f, p, d))),
        (new("map-sync-for-none", "MAP_SYNC is refused by a synchronous device", "US-12"), WithFiles((f, p, d) => new MapSyncForNone(f, p, d))),
        (new("file-outlives-the-device", "a dead device still serves faults", "US-13") { Fix = "nvdimm/pmem: Fix leak on dax_add_host() failure (6.9)" }, WithFiles((f, p, d) => new FileOutlivesTheDevice(f, p, d))),
    ];

    private sealed class FaultMapsPoison(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override long fault(ulong pgoff) => base.fault(pgoff) is var result && result == -EIO ? 0 : result;
    }

    private sealed class SignalIsBusAdrerr(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override ulong SignalOf(long error) => base.SignalOf(error == -EHWPOISON ? -EIO : error);
    }

    private sealed class FaultRefusesTheLastPage(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override long fault(ulong pgoff) => pgoff + 1 == Device.Pages ? -EFAULT : base.fault(pgoff);
    }

    private sealed class FaultBehindTheFile(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override long fault(ulong pgoff) => pgoff >= Device.Pages ? 0 : base.fault(pgoff);
    }

    private sealed class ReadHandsOutPoison(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override Outcome Read(ulong pgoff, ulong offset, ulong bytes)
        {
            var outcome = base.Read(pgoff, offset, bytes);
            return outcome.Result == -EIO && pgoff < Device.Pages ? Bytes(pgoff, offset, bytes) : outcome;
        }

        private Outcome Bytes(ulong pgoff, ulong offset, ulong bytes)
        {
            var from = (pgoff << Device.PageShift) + offset;
            var content = new byte[Math.Min(bytes, (Device.Pages << Device.PageShift) - from)];
            Memory!.Read(Memory.VirtAddr + Device.DataOffset + from, content);
            return Outcome.Of(content.Length).Set(Aspect.Contents, Digest.Of(content));
        }
    }

    private sealed class ReadStartsAtThePage(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override Outcome Read(ulong pgoff, ulong offset, ulong bytes)
        {
            var outcome = base.Read(pgoff, offset, bytes);
            return outcome.Result > 0 ? base.Read(pgoff, offset & ~(PageSize - 1), (ulong)outcome.Result) : outcome;
        }
    }

    private sealed class WriteDoesNotRecover(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile with { AccessMode = false }, pmem, dax);

    private sealed class WriteCountsOneByteMore(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override long WriteFile(ulong pos, ulong bytes, byte seed) => bytes > 1 && base.WriteFile(pos, bytes - 1, seed) == (long)bytes - 1 ? (long)bytes : base.WriteFile(pos, bytes, seed);
    }

    private sealed class DirectReadIgnoresPoison(Profile profile) : ConformingPmem(profile)
    {
        public override bool ReadSectors(ulong sector, Span<byte> destination)
        {
            Memory.Read(AddressOfSector(sector), destination);
            return true;
        }
    }

    private sealed class DirectReadIsOfPages(Profile profile) : ConformingPmem(profile)
    {
        public override bool ReadSectors(ulong sector, Span<byte> destination)
        {
            var first = sector & ~((PageSize >> Geometry.SectorShift) - 1);
            return !IsBad(first, (uint)PageSize) && base.ReadSectors(sector, destination);
        }
    }

    private sealed class DirectWriteKeepsTheRecord(Profile profile) : ConformingPmem(profile)
    {
        public override bool WriteSectors(ulong sector, ReadOnlySpan<byte> source)
        {
            if (!IsBad(sector, (uint)source.Length)) return base.WriteSectors(sector, source);
            Memory.Write(AddressOfSector(sector), source);
            return true;
        }
    }

    private sealed class DirectWriteRefusesBadSectors(Profile profile) : ConformingPmem(profile)
    {
        public override bool WriteSectors(ulong sector, ReadOnlySpan<byte> source) => !IsBad(sector, (uint)source.Length) && base.WriteSectors(sector, source);
    }

    private sealed class DirectWriteOfWholePagesOnly(Profile profile) : ConformingPmem(profile)
    {
        public override bool WriteSectors(ulong sector, ReadOnlySpan<byte> source) => (ulong)source.Length < PageSize || base.WriteSectors(sector, source);
    }

    private sealed class MapSyncForAll(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override int map_sync() => 0;
    }

    private sealed class MapSyncForNone(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override int map_sync() => -EOPNOTSUPP;
    }

    private sealed class FileOutlivesTheDevice(Profile profile, PmemDevice pmem, DaxCore dax) : FileOperations(profile, pmem, dax)
    {
        protected override long fault(ulong pgoff) => base.fault(pgoff) is var result && result == -ENXIO ? 0 : result;
    }
}
