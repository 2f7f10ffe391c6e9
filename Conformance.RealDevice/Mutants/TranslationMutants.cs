using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong ways to translate a page offset (drivers/nvdimm/pmem.c, __pmem_direct_access).</summary>
internal static class TranslationMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("bytes-instead-of-pages", "direct_access answers bytes where pages are due", "DA-08"), WithPmem(p => new BytesInsteadOfPages(p))),
        (new("ends-one-page-late", "direct_access answers one page more than there is", "DA-08"), WithPmem(p => new EndsOnePageLate(p))),
        (new("last-page-missing", "direct_access leaves the last page of the device out", "DA-16") { Fix = "s390/dcssblk: fix device size calculation in dcssblk_direct_access (a63f53e34db8, 4.11)" }, WithPmem(p => new LastPageMissing(p))),
        (new("hands-out-the-pad", "direct_access counts the pad behind the data area as pages", "DA-08"), WithPmem(p => new HandsOutThePad(p))),
        (new("kaddr-without-data-offset", "kaddr counts from the resource, not from the data area", "DA-11"), WithPmem(p => new KaddrWithoutDataOffset(p))),
        (new("pfn-without-data-offset", "pfn counts from the resource, not from the data area", "DA-12"), WithPmem(p => new PfnWithoutDataOffset(p))),
        (new("pfn-with-start-pad", "pfn is that of another page than kaddr's: a pad is added to one of them", "DA-13") { Fix = "libnvdimm/pfn: fix fsdax-mode namespace info-block zero-fields (5.3)" }, WithPmem(p => new PfnWithStartPad(p))),
        (new("pfn-in-units-of-4-KiB", "pfn is shifted by 12 whatever PAGE_SIZE is", "DA-12"), WithPmem(p => new PfnInUnitsOf4KiB(p))),
        (new("frames-descend", "frames are counted from the end of the device", "DA-12", "DA-27"), WithPmem(p => new FramesDescend(p))),
        (new("aligns-pgoff-up", "the page offset is aligned up to two pages, so that an odd one translates to the next page", "DA-11") { Fix = "device-dax: correct pgoff align in dax_set_mapping() (7fcbd9785d4c, 6.12)" }, WithPmem(p => new AlignsPgoffUp(p))),
        (new("swaps-neighbours", "pages 2n and 2n + 1 have changed places", "DA-11", "DA-26"), WithPmem(p => new SwapsNeighbours(p))),
        (new("kaddr-of-page-0", "kaddr is that of page 0 whatever page is asked for", "DA-11"), WithPmem(p => new KaddrOfPage0(p))),
        (new("sector-of-32-bits", "the sector of a page passes through 32 bits", "DA-09", "DA-11"), WithPmem(p => new SectorOf32Bits(p))),
        (new("writes-kaddr-unasked", "kaddr is written through though the caller passed NULL", "DA-33", "DA-15"), WithPmem(p => new WritesKaddrUnasked(p))),
        (new("outputs-only-together", "kaddr is written only when pfn is asked for too", "DA-15", "DA-11"), WithPmem(p => new OutputsOnlyTogether(p))),
        (new("answers-wear-off", "every second answer counts one page only, the others all", "DA-24"), WithPmem(p => new AnswersWearOff(p))),
        (new("refuses-odd-pages", "a request that begins at an odd page is refused, though longer answers include it", "DA-16", "DA-25"), WithPmem(p => new RefusesOddPages(p))),
        (new("wrapper-adds-a-page", "the wrapper asks the member for the page behind", "DA-28"), WithCore((f, p) => new WrapperAddsAPage(f, p))),
    ];

    private sealed class BytesInsteadOfPages(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages > 0 ? pages << PageShift : pages;
        }
    }

    private sealed class EndsOnePageLate(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages >= 0 ? pages + 1 : pages;
        }
    }

    private sealed class LastPageMissing(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pgoff < Device.Pages && pages > 0 ? Math.Min(pages, (long)(Device.Pages - pgoff) - 1) : pages;
        }
    }

    private sealed class HandsOutThePad(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages > 0 && Badblocks.Count == 0 ? Math.Min(nrPages, (long)(unchecked(Device.Size - OffsetOf(pgoff)) >> PageShift)) : pages;
        }
    }

    private sealed class KaddrWithoutDataOffset(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            base.Translate(pgoff, ref answer);
            answer.Kaddr = unchecked(answer.Kaddr - Device.DataOffset);
        }
    }

    private sealed class PfnWithoutDataOffset(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            base.Translate(pgoff, ref answer);
            answer.Pfn = unchecked(Device.PhysAddr + (pgoff << PageShift)) >> PageShift;
        }
    }

    private sealed class PfnWithStartPad(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            base.Translate(pgoff, ref answer);
            answer.Pfn++;
        }
    }

    private sealed class PfnInUnitsOf4KiB(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            base.Translate(pgoff, ref answer);
            answer.Pfn = unchecked(Device.PhysAddr + OffsetOf(pgoff)) >> 12;
        }
    }

    private sealed class FramesDescend(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            base.Translate(pgoff, ref answer);
            if (pgoff < Device.Pages) answer.Pfn = unchecked(Device.PhysAddr + OffsetOf(Device.Pages - 1 - pgoff)) >> PageShift;
        }
    }

    private sealed class AlignsPgoffUp(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer) => base.Translate(unchecked(pgoff + 1) & ~1UL, ref answer);
    }

    private sealed class SwapsNeighbours(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer) => base.Translate((pgoff | 1) < Device.Pages ? pgoff ^ 1 : pgoff, ref answer);
    }

    private sealed class KaddrOfPage0(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            base.Translate(pgoff, ref answer);
            answer.Kaddr = AddressOf(0);
        }
    }

    private sealed class SectorOf32Bits(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var shift = PageShift - Geometry.SectorShift;
            return base.pmem_dax_direct_access((ulong)(uint)(pgoff << shift) >> shift, nrPages, mode, ref answer);
        }
    }

    private sealed class WritesKaddrUnasked(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            if (!answer.WantsKaddr) throw new FaultException(Fault.NullCall);
            base.Translate(pgoff, ref answer);
        }
    }

    private sealed class OutputsOnlyTogether(Profile profile) : ConformingPmem(profile)
    {
        protected override void Translate(ulong pgoff, ref Translation answer)
        {
            base.Translate(pgoff, ref answer);
            answer.KaddrWritten = answer.WantsPfn;
        }
    }

    private sealed class AnswersWearOff(Profile profile) : ConformingPmem(profile)
    {
        private bool _worn;

        public override void Attach(Geometry geometry, Resource? resource)
        {
            base.Attach(geometry, resource);
            _worn = false;
        }

        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            if (pages > 1 && _worn) pages = 1;
            _worn = !_worn;
            return pages;
        }
    }

    private sealed class RefusesOddPages(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            (pgoff & 1) != 0 ? -EIO : base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
    }

    private sealed class WrapperAddsAPage(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            base.dax_direct_access(pgoff + 1 < Device.Pages ? pgoff + 1 : pgoff, nrPages, mode, ref answer);
    }
}
