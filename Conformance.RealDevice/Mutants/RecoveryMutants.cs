using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong ways to write over poison (dax_recovery_write and pmem_recovery_write).</summary>
internal static class RecoveryMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("recovers-without-clearing", "recovery_write writes and leaves the poison on record", "RW-07", "RW-08"), WithPmem(p => new RecoversWithoutClearing(p))),
        (new("recovers-the-first-sector", "recovery_write takes the first sector off the record, whatever it cleared", "RW-08", "RW-07"), WithPmem(p => new RecoversTheFirstSector(p))),
        (new("recovery-writes-one-byte-less", "recovery_write counts a byte that it does not write", "RW-05"), WithPmem(p => new RecoveryWritesOneByteLess(p))),
        (new("recovery-writes-nothing", "recovery_write clears the poison and writes nothing", "RW-05"), WithPmem(p => new RecoveryWritesNothing(p))),
        (new("recovery-counts-one-more", "recovery_write answers one byte more than it was given", "RW-01"), WithPmem(p => new RecoveryCountsOneMore(p))),
        (new("recovery-loses-the-offset", "recovery_write begins at the start of the page", "RW-05") { Fix = "fsdax: dax_unshare_iter needs to copy entire blocks (50793801fc7f, 6.12)" }, WithPmem(p => new RecoveryLosesTheOffset(p))),
        (new("recovery-refuses-clean-pages", "a clean range is not written", "RW-04"), WithPmem(p => new RecoveryRefusesCleanPages(p))),
        (new("recovery-refuses-bad-pages", "a bad page is not recovered", "RW-06"), WithPmem(p => new RecoveryRefusesBadPages(p))),
        (new("recovery-claims-too-much", "success is answered though the poison could not be cleared", "RW-07"), WithPmem(p => new RecoveryClaimsTooMuch(p))),
        (new("recovery-wraps-at-the-end", "a page behind the end is taken modulo the size", "RW-09"), WithCore((f, p) => new RecoveryWrapsAtTheEnd(f, p))),
        (new("recovery-refused-and-done", "a recovery that is refused has written", "RW-13"), WithPmem(p => new RecoveryRefusedAndDone(p))),
        (new("recovers-without-the-member", "a device without recovery_write answers that all is written", "RW-02"), WithCore((f, p) => new RecoversWithoutTheMember(f, p))),
        (new("recovers-the-dead", "recovery_write does not look whether the device lives", "RW-03"), WithCore((f, p) => new RecoversTheDead(f, p))),
    ];

    private sealed class RecoversWithoutClearing(Profile profile) : ConformingPmem(profile)
    {
        protected override void ForgetPoison(ulong offset, long cleared)
        {
        }
    }

    private sealed class RecoversTheFirstSector(Profile profile) : ConformingPmem(profile)
    {
        protected override void ForgetPoison(ulong offset, long cleared) => base.ForgetPoison(offset, Math.Min(cleared, 1 << Geometry.SectorShift));
    }

    private sealed class RecoveryWritesOneByteLess(Profile profile) : ConformingPmem(profile)
    {
        public override ulong pmem_recovery_write(ulong pgoff, ulong address, ulong bytes, byte seed) =>
            bytes > 1 && base.pmem_recovery_write(pgoff, address, bytes - 1, seed) == bytes - 1 ? bytes : base.pmem_recovery_write(pgoff, address, bytes, seed);
    }

    private sealed class RecoveryWritesNothing(Profile profile) : ConformingPmem(profile)
    {
        public override ulong pmem_recovery_write(ulong pgoff, ulong address, ulong bytes, byte seed)
        {
            if (!TryRecover(pgoff, address, bytes, out var cleared)) return 0;
            ForgetPoison(OffsetOf(pgoff), cleared);
            return bytes;
        }
    }

    private sealed class RecoveryCountsOneMore(Profile profile) : ConformingPmem(profile)
    {
        public override ulong pmem_recovery_write(ulong pgoff, ulong address, ulong bytes, byte seed) => base.pmem_recovery_write(pgoff, address, bytes, seed) is > 0 and var written ? written + 1 : 0;
    }

    private sealed class RecoveryLosesTheOffset(Profile profile) : ConformingPmem(profile)
    {
        public override ulong pmem_recovery_write(ulong pgoff, ulong address, ulong bytes, byte seed) => base.pmem_recovery_write(pgoff, address - ((address - AddressOf(pgoff)) & (PageSize - 1)), bytes, seed);
    }

    private sealed class RecoveryRefusesCleanPages(Profile profile) : ConformingPmem(profile)
    {
        protected override bool TryRecover(ulong pgoff, ulong address, ulong bytes, out long cleared) => base.TryRecover(pgoff, address, bytes, out cleared) && cleared > 0;
    }

    private sealed class RecoveryRefusesBadPages(Profile profile) : ConformingPmem(profile)
    {
        protected override bool TryRecover(ulong pgoff, ulong address, ulong bytes, out long cleared) => base.TryRecover(pgoff, address, bytes, out cleared) && cleared == 0;
    }

    private sealed class RecoveryClaimsTooMuch(Profile profile) : ConformingPmem(profile)
    {
        protected override bool TryRecover(ulong pgoff, ulong address, ulong bytes, out long cleared)
        {
            if (!base.TryRecover(pgoff, address, bytes, out cleared)) cleared = 0;
            return true;
        }
    }

    private sealed class RecoveryWrapsAtTheEnd(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override ulong dax_recovery_write(ulong pgoff, ulong offset, ulong bytes, byte seed) =>
            base.dax_recovery_write(Device.Present && Device.Pages > 0 ? pgoff % Device.Pages : pgoff, offset, bytes, seed);
    }

    private sealed class RecoveryRefusedAndDone(Profile profile) : ConformingPmem(profile)
    {
        public override ulong pmem_recovery_write(ulong pgoff, ulong address, ulong bytes, byte seed)
        {
            var written = base.pmem_recovery_write(pgoff, address, bytes, seed);
            if (written == 0 && pgoff < Device.Pages && bytes <= PageSize) WriteZeros(AddressOf(pgoff));
            return written;
        }
    }

    private sealed class RecoversWithoutTheMember(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override ulong dax_recovery_write(ulong pgoff, ulong offset, ulong bytes, byte seed) =>
            Device.Present && Alive && (Device.Ops & DriverOps.RecoveryWrite) == 0 ? bytes : base.dax_recovery_write(pgoff, offset, bytes, seed);
    }

    private sealed class RecoversTheDead(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override ulong dax_recovery_write(ulong pgoff, ulong offset, ulong bytes, byte seed)
        {
            if (!Device.Present || Alive || pgoff >= Device.Pages || (Device.Ops & DriverOps.RecoveryWrite) == 0) return base.dax_recovery_write(pgoff, offset, bytes, seed);
            return Pmem.pmem_recovery_write(pgoff, unchecked(Pmem.AddressOf(pgoff) + offset), bytes, seed);
        }
    }
}
