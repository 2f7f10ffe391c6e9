using Conformance.RealDevice.Mapped;
using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;
using BadblocksAlgorithm = Conformance.Reference.Block.BadblocksAlgorithm;

namespace Conformance.RealDevice.Mutants;

/// <summary>
/// A driver that honours every clause, where nd_pmem has its known deviations: what a mutant is one bug away from. Otherwise a bug could hide
/// behind what nd_pmem is excused for.
/// </summary>
/// <param name="profile">the generation whose errnos it has</param>
/// <param name="badblocks">its table of bad sectors; null: a right one</param>
internal class ConformingPmem(Profile profile, Badblocks? badblocks = null) : PmemDevice(profile, badblocks ?? RightTable(profile))
{
    /// <summary>A table that does what is promised, at any size.</summary>
    public static Badblocks RightTable(Profile profile) => new LentBadblocks(trueIsSuccess: profile.Badblocks == BadblocksAlgorithm.Reworked);

    /// <summary>Pages that lie side by side from there, up to the end of the device or to the first bad page.</summary>
    public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
    {
        if (nrPages < 0) return -EINVAL;
        if (pgoff >= Device.Pages) return -ERANGE;
        var pages = (long)Math.Min((ulong)nrPages, Device.Pages - pgoff);
        if (IsKnownBad(pgoff, pages, out var firstBad))
        {
            pages = RecoveryStride(FirstSector(pgoff), firstBad);
            if (pages == 0 && mode != AccessMode.RecoveryWrite) return -Profile.PoisonErrno;
            pages = Math.Max(pages, 1);
        }
        Turns?.Point();
        Translate(pgoff, ref answer);
        return pages;
    }

    /// <summary>The pages asked for, no fewer and no more.</summary>
    /// <exception cref="UnobservableException">it would fill the machine's memory</exception>
    public override int pmem_dax_zero_page_range(ulong pgoff, ulong nrPages)
    {
        if (pgoff >= Device.Pages || nrPages > Device.Pages - pgoff) return -ENXIO;
        if (nrPages > Resource.MaxWrite >> PageShift) throw new UnobservableException();
        for (var page = pgoff; page < pgoff + nrPages; page++)
            if (pmem_dax_zero_page_range(page) is var result && result != 0) return result;
        return 0;
    }

    public override int pmem_dax_zero_page_range(ulong pgoff)
    {
        if (pgoff >= Device.Pages) return -ENXIO;
        if (IsBad(FirstSector(pgoff), (uint)PageSize) && !ClearForWrite(OffsetOf(pgoff), (uint)PageSize)) return -EIO;
        Turns?.Point();
        WriteZeros(AddressOf(pgoff));
        return 0;
    }

    /// <summary>Sectors are written when their poison is gone, and not before.</summary>
    public override bool WriteSectors(ulong sector, ReadOnlySpan<byte> source)
    {
        if (IsBad(sector, (uint)source.Length) && !ClearForWrite(unchecked((sector << Geometry.SectorShift) + Device.DataOffset), (uint)source.Length)) return false;
        Memory.Write(AddressOfSector(sector), source);
        return true;
    }

    /// <summary>Whole pages before the bad sector.</summary>
    protected override long RecoveryStride(ulong sector, ulong firstBad) => firstBad <= sector ? 0 : (long)((firstBad - sector) >> (PageShift - Geometry.SectorShift));

    protected override ulong SectorsToCheck(long nrPages) => (ulong)nrPages << (PageShift - Geometry.SectorShift);

    protected override bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad) => Badblocks.Check(FirstSector(pgoff), SectorsToCheck(nrPages), out firstBad, out _) != 0;

    /// <summary>Inside the device, and either clean or whole pages whose poison one clear command clears.</summary>
    protected override bool TryRecover(ulong pgoff, ulong address, ulong bytes, out long cleared)
    {
        cleared = 0;
        if (pgoff >= Device.Pages) return false;
        var (start, room) = (unchecked(address - AddressOf(pgoff)), (Device.Pages - pgoff) << PageShift);
        if (start > room || bytes > room - start) return false;
        var sectors = (start + bytes + PageSize - 1 & ~(PageSize - 1)) >> Geometry.SectorShift;
        if (Badblocks.Check(FirstSector(pgoff), sectors, out ulong _, out _) == 0) return true;
        if (start != 0 || (bytes & (PageSize - 1)) != 0) return false;
        cleared = ClearPoison(bytes);
        return cleared >= 0 && (ulong)cleared >= bytes;
    }
}
