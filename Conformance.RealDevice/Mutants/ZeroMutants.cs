using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong ways to zero a page (dax_zero_page_range and pmem_dax_zero_page_range).</summary>
internal static class ZeroMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("zeroes-half-a-page", "zero_page_range leaves the second half of the page", "ZP-06"), WithPmem(p => new ZeroesHalfAPage(p))),
        (new("zeroes-two-pages", "zero_page_range zeroes the page behind too", "ZP-06"), WithPmem(p => new ZeroesTwoPages(p))),
        (new("zeroes-page-0", "zero_page_range zeroes page 0 whatever page is asked for", "ZP-06"), WithPmem(p => new ZeroesPage0(p))),
        (new("zeroes-from-the-resource", "zero_page_range counts from the resource, not from the data area", "ZP-06"), WithPmem(p => new ZeroesFromTheResource(p))),
        (new("zeroes-nothing", "zero_page_range reports success and does nothing", "ZP-06"), WithPmem(p => new ZeroesNothing(p))),
        (new("zero-without-a-translation", "an address that could not be had is not noticed, and success is reported", "ZP-07") { Fix = "dax/fsdev: fix uninitialized kaddr in fsdev_dax_zero_page_range() (7.1)" }, WithCore((f, p) => new ZeroWithoutATranslation(f, p))),
        (new("zero-answers-pages", "zero_page_range answers the number of pages in place of 0", "ZP-05"), WithCore((f, p) => new ZeroAnswersPages(f, p))),
        (new("zeroes-the-dead", "zero_page_range does not look whether the device lives", "ZP-03"), WithCore((f, p) => new ZeroesTheDead(f, p))),
        (new("zeroes-without-operations", "a device without a table reports success", "ZP-04"), WithCore((f, p) => new ZeroesWithoutOperations(f, p))),
        (new("zero-refused-and-done", "a dead device answers ENXIO and has zeroed the page", "ZP-08"), WithCore((f, p) => new ZeroRefusedAndDone(f, p))),
        (new("zero-writes-before-it-clears", "zeros are written before the poison is cleared, and stay when that fails", "ZP-09") { Fix = "pmem: refactor pmem_clear_poison(), pmem_do_write() avoids writing to 'np' page (5.19)" }, WithPmem(p => new ZeroWritesBeforeItClears(p))),
        (new("zero-ignores-a-failed-clear", "success is reported though the poison was not cleared", "ZP-12"), WithPmem(p => new ZeroIgnoresAFailedClear(p))),
        (new("zero-keeps-the-record", "zeroing clears the poison and leaves the record", "ZP-13"), WithPmem(p => new ZeroKeepsTheRecord(p))),
        (new("zero-refuses-bad-pages", "a bad page cannot be zeroed even where its poison can be cleared", "ZP-11"), WithPmem(p => new ZeroRefusesBadPages(p))),
        (new("zero-refuses-the-last-page", "the last page of the device cannot be zeroed", "ZP-10"), WithPmem(p => new ZeroRefusesTheLastPage(p))),
        (new("zero-forgets-a-neighbour", "zeroing a page takes the records of the page behind away", "ZP-14"), WithPmem(p => new ZeroForgetsANeighbour(p))),
        (new("zero-records-poison", "zeroing a page puts its first sector on record", "ZP-14"), WithPmem(p => new ZeroRecordsPoison(p))),
        (new("zero-is-the-poison-errno", "poison that stays is answered with EHWPOISON in place of EIO", "ZP-12") { Profile = "6.12" }, WithCore((f, p) => new ZeroIsThePoisonErrno(f, p))),
    ];

    private sealed class ZeroesHalfAPage(Profile profile) : ConformingPmem(profile)
    {
        protected override void WriteZeros(ulong address) => Memory.WriteZeros(address, (int)PageSize / 2);
    }

    private sealed class ZeroesTwoPages(Profile profile) : ConformingPmem(profile)
    {
        public override int pmem_dax_zero_page_range(ulong pgoff)
        {
            var result = base.pmem_dax_zero_page_range(pgoff);
            if (result == 0 && pgoff + 1 < Device.Pages) WriteZeros(AddressOf(pgoff + 1));
            return result;
        }
    }

    private sealed class ZeroesPage0(Profile profile) : ConformingPmem(profile)
    {
        protected override void WriteZeros(ulong address) => base.WriteZeros(AddressOf(0));
    }

    private sealed class ZeroesFromTheResource(Profile profile) : ConformingPmem(profile)
    {
        protected override void WriteZeros(ulong address) => base.WriteZeros(address - Device.DataOffset);
    }

    private sealed class ZeroesNothing(Profile profile) : ConformingPmem(profile)
    {
        protected override void WriteZeros(ulong address)
        {
        }
    }

    private sealed class ZeroWithoutATranslation(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_zero_page_range(ulong pgoff, ulong nrPages) => Device.Present && Alive && nrPages == 1 && pgoff >= Device.Pages ? 0 : base.dax_zero_page_range(pgoff, nrPages);
    }

    private sealed class ZeroAnswersPages(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_zero_page_range(ulong pgoff, ulong nrPages) => base.dax_zero_page_range(pgoff, nrPages) is var result && result == 0 ? (int)nrPages : result;
    }

    private sealed class ZeroesTheDead(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_zero_page_range(ulong pgoff, ulong nrPages)
        {
            if (!Device.Present || Alive || pgoff >= Device.Pages || nrPages != 1) return base.dax_zero_page_range(pgoff, nrPages);
            return Pmem.pmem_dax_zero_page_range(pgoff, nrPages);
        }
    }

    private sealed class ZeroesWithoutOperations(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_zero_page_range(ulong pgoff, ulong nrPages) =>
            Device.Present && Alive && nrPages == 1 && (Device.Ops & DriverOps.Table) == 0 ? 0 : base.dax_zero_page_range(pgoff, nrPages);
    }

    private sealed class ZeroRefusedAndDone(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_zero_page_range(ulong pgoff, ulong nrPages)
        {
            if (Device.Present && !Alive && nrPages == 1 && pgoff < Device.Pages) _ = Pmem.pmem_dax_zero_page_range(pgoff, nrPages);
            return base.dax_zero_page_range(pgoff, nrPages);
        }
    }

    private sealed class ZeroWritesBeforeItClears(Profile profile) : ConformingPmem(profile)
    {
        public override int pmem_dax_zero_page_range(ulong pgoff)
        {
            if (pgoff < Device.Pages) WriteZeros(AddressOf(pgoff));
            return base.pmem_dax_zero_page_range(pgoff);
        }
    }

    private sealed class ZeroIgnoresAFailedClear(Profile profile) : ConformingPmem(profile)
    {
        public override int pmem_dax_zero_page_range(ulong pgoff) => base.pmem_dax_zero_page_range(pgoff) is var result && result == -EIO ? 0 : result;
    }

    private sealed class ZeroKeepsTheRecord(Profile profile) : ConformingPmem(profile)
    {
        protected override bool ClearForWrite(ulong offset, uint bytes) => ClearPoison(bytes) >= bytes;
    }

    private sealed class ZeroRefusesBadPages(Profile profile) : ConformingPmem(profile)
    {
        public override int pmem_dax_zero_page_range(ulong pgoff) => IsBad(FirstSector(pgoff), (uint)PageSize) ? -EIO : base.pmem_dax_zero_page_range(pgoff);
    }

    private sealed class ZeroRefusesTheLastPage(Profile profile) : ConformingPmem(profile)
    {
        public override int pmem_dax_zero_page_range(ulong pgoff) => pgoff + 1 == Device.Pages ? -EIO : base.pmem_dax_zero_page_range(pgoff);
    }

    private sealed class ZeroForgetsANeighbour(Profile profile) : ConformingPmem(profile)
    {
        public override int pmem_dax_zero_page_range(ulong pgoff)
        {
            var result = base.pmem_dax_zero_page_range(pgoff);
            if (result == 0 && pgoff < Device.Pages) Badblocks.Clear(FirstSector(pgoff), 2 * PageSize >> Geometry.SectorShift);
            return result;
        }
    }

    private sealed class ZeroRecordsPoison(Profile profile) : ConformingPmem(profile)
    {
        public override int pmem_dax_zero_page_range(ulong pgoff)
        {
            var result = base.pmem_dax_zero_page_range(pgoff);
            if (result == 0 && pgoff < Device.Pages) Badblocks.Set(FirstSector(pgoff), 1, true);
            return result;
        }
    }

    private sealed class ZeroIsThePoisonErrno(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_zero_page_range(ulong pgoff, ulong nrPages) => base.dax_zero_page_range(pgoff, nrPages) is var result && nrPages == 1 && result == -EIO ? -EHWPOISON : result;
    }
}
