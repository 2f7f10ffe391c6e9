using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>The question of a direct_access, and what the state says of the pages asked for.</summary>
public sealed class Translation
{
    public ulong Pgoff { get; private set; }

    public long NrPages { get; private set; }

    /// <summary>DAX_RECOVERY_WRITE, where the generation has modes.</summary>
    public bool Recovery { get; private set; }

    public bool WantsKaddr { get; private set; }

    public bool WantsPfn { get; private set; }

    /// <summary>The call reaches a driver that has to answer: device present and alive, member there, a count that is not negative.</summary>
    public bool Reaches { get; private set; }

    /// <summary>It reaches the driver, and at least one page that exists is asked for.</summary>
    public bool Served { get; private set; }

    /// <summary>Pages from pgoff to the end of the device; 0 behind it.</summary>
    public ulong Remaining { get; private set; }

    /// <summary>Pages asked for that exist.</summary>
    public ulong Asked { get; private set; }

    /// <summary>Poison on the first page asked for.</summary>
    public RangeState FirstPage { get; private set; }

    /// <summary>Poison on all pages asked for that exist.</summary>
    public RangeState Range { get; private set; }

    /// <summary>No sector asked for may be bad, those behind the end of the device included.</summary>
    public bool AllClean { get; private set; }

    /// <summary>Pages asked for before the first that is bad for certain.</summary>
    public ulong GoodBefore { get; private set; }

    /// <summary>The answer is a success that stays in the device and, except for recovery, before the first page known to be bad.</summary>
    public bool IsSound(Step step) => step.Sees(Aspect.Result) && step.Result > 0 && Served && (ulong)step.Result <= Remaining
        && (Recovery || !Range.SomeBad || (ulong)step.Result <= GoodBefore);

    internal void Load(Step step)
    {
        var geometry = step.Geometry;
        ref readonly var operation = ref step.Operation;
        var wrapper = step.IsWrapper;
        Pgoff = operation[0];
        NrPages = operation.Signed(1);
        Recovery = operation[2] == (ulong)AccessMode.RecoveryWrite && step.Profile.AccessMode;
        WantsKaddr = operation[3] != 0;
        WantsPfn = operation[4] != 0;
        Remaining = geometry.Present && Pgoff < geometry.Pages ? geometry.Pages - Pgoff : 0;
        Asked = NrPages <= 0 ? 0 : Math.Min((ulong)NrPages, Remaining);
        Reaches = step.IsAlive && NrPages >= 0 && (!wrapper || step.Has(DriverOps.DirectAccess));
        Served = Reaches && Asked > 0;
        if (!Served) (FirstPage, Range, GoodBefore, AllClean) = (default, default, 0, false);
        else LookAtPoison(step.State.Poison.Sectors, geometry.PageShift - Geometry.SectorShift);
    }

    /// <param name="sectors">the recorded poison</param>
    /// <param name="shift">log2 of sectors a page</param>
    private void LookAtPoison(SectorMap sectors, int shift)
    {
        var first = Pgoff << shift;
        FirstPage = sectors.Look(first, first + (1UL << shift) - 1);
        Range = Asked == 1 ? FirstPage : sectors.Look(first, first + (Asked << shift) - 1);
        AllClean = Range.AllClean && ((ulong)NrPages <= Remaining || sectors.Look(first + (Asked << shift), ulong.MaxValue).AllClean);
        GoodBefore = Range.SomeBad ? (Range.FirstBad >> shift) - Pgoff : Asked;
    }
}
