using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong ways to look for recorded poison in a request (drivers/nvdimm/pmem.c, __pmem_direct_access).</summary>
internal static class PoisonMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("ignores-poison", "direct_access answers recorded poison like good pages", "DA-18"), WithPmem(p => new IgnoresPoison(p))),
        (new("unacknowledged-is-clean", "an answer of -1 of badblocks_check is taken for clean", "DA-19"), WithPmem(p => new UnacknowledgedIsClean(p))),
        (new("poison-of-the-first-page-only", "only the first page of a request is checked", "DA-20"), WithPmem(p => new PoisonOfTheFirstPageOnly(p))),
        (new("poison-of-the-first-sector-only", "only the first sector of a request is checked", "DA-18"), WithPmem(p => new PoisonOfTheFirstSectorOnly(p))),
        (new("poison-of-one-page-more", "the check takes in the page behind the request", "DA-17"), WithPmem(p => new PoisonOfOnePageMore(p))),
        (new("poison-anywhere", "one bad sector anywhere refuses every page", "DA-17"), WithPmem(p => new PoisonAnywhere(p))),
        (new("poison-from-the-resource", "sectors are counted from the resource, not from the data area", "DA-17", "DA-18"), WithPmem(p => new PoisonFromTheResource(p))),
        (new("poison-length-of-16-bits", "the number of sectors to check passes through 16 bits", "DA-18", "DA-20"), WithPmem(p => new PoisonLengthOf16Bits(p))),
        (new("poison-seen-once", "that a device has no poison is remembered for ever", "DA-18"), WithPmem(p => new PoisonSeenOnce(p))),
        (new("poison-is-EIO-to-all", "a bad page answers EIO where EHWPOISON is due", "DA-18") { Profile = "6.12", Fix = "dax: enable dax fault handler to report VM_FAULT_HWPOISON (1ea7ca1b0901, 6.5)" }, WithPmem(p => new PoisonIsEioToAll(p))),
        (new("recovery-mode-ignored", "recovery mode is answered like normal access", "DA-21"), WithPmem(p => new RecoveryModeIgnored(p))),
        (new("recovery-takes-all", "recovery mode answers all pages that are asked for", "DA-22", "DA-23"), WithPmem(p => new RecoveryTakesAll(p))),
        (new("recovery-takes-one-page-more", "the recovery stride is one page too long", "DA-22", "DA-23"), WithPmem(p => new RecoveryTakesOnePageMore(p))),
    ];

    private sealed class IgnoresPoison(Profile profile) : ConformingPmem(profile)
    {
        protected override bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad)
        {
            firstBad = 0;
            return false;
        }
    }

    private sealed class UnacknowledgedIsClean(Profile profile) : ConformingPmem(profile)
    {
        protected override bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad) =>
            base.IsKnownBad(pgoff, nrPages, out firstBad) && Badblocks.Check(FirstSector(pgoff), SectorsToCheck(nrPages), out BadRecord _) == 1;
    }

    private sealed class PoisonOfTheFirstPageOnly(Profile profile) : ConformingPmem(profile)
    {
        protected override bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad) => base.IsKnownBad(pgoff, Math.Min(nrPages, 1), out firstBad);
    }

    private sealed class PoisonOfTheFirstSectorOnly(Profile profile) : ConformingPmem(profile)
    {
        protected override ulong SectorsToCheck(long nrPages) => Math.Min(1, base.SectorsToCheck(nrPages));
    }

    private sealed class PoisonOfOnePageMore(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages > 0 && mode == AccessMode.Access && IsKnownBad(pgoff, pages + 1, out _) ? -Profile.PoisonErrno : pages;
        }
    }

    private sealed class PoisonAnywhere(Profile profile) : ConformingPmem(profile)
    {
        protected override bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad)
        {
            firstBad = 0;
            return Badblocks.Count > 0;
        }
    }

    private sealed class PoisonFromTheResource(Profile profile) : ConformingPmem(profile)
    {
        protected override ulong FirstSector(ulong pgoff) => OffsetOf(pgoff) >> Geometry.SectorShift;
    }

    private sealed class PoisonLengthOf16Bits(Profile profile) : ConformingPmem(profile)
    {
        protected override ulong SectorsToCheck(long nrPages) => (ushort)base.SectorsToCheck(nrPages);
    }

    private sealed class PoisonSeenOnce(Profile profile) : ConformingPmem(profile)
    {
        private bool _clean;

        public override void Attach(Geometry geometry, Resource? resource)
        {
            base.Attach(geometry, resource);
            _clean = false;
        }

        protected override bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad)
        {
            firstBad = 0;
            _clean |= Badblocks.Count == 0;
            return !_clean && base.IsKnownBad(pgoff, nrPages, out firstBad);
        }
    }

    private sealed class PoisonIsEioToAll(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer) is var pages && pages == -EHWPOISON ? -EIO : pages;
    }

    private sealed class RecoveryModeIgnored(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) => base.pmem_dax_direct_access(pgoff, nrPages, AccessMode.Access, ref answer);
    }

    private sealed class RecoveryTakesAll(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages > 0 && mode == AccessMode.RecoveryWrite ? (long)Math.Min((ulong)nrPages, Device.Pages - pgoff) : pages;
        }
    }

    private sealed class RecoveryTakesOnePageMore(Profile profile) : ConformingPmem(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages > 0 && mode == AccessMode.RecoveryWrite ? (long)Math.Min((ulong)pages + 1, Device.Pages - pgoff) : pages;
        }
    }
}
