using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>
/// All that clauses and input classes read of the recorded poison for a direct_access, on a device to which nothing but kill_dax was
/// done. The same call with the same answer, on devices that differ in their records alone, is judged alike in the same situation.
/// </summary>
public readonly record struct AccessSituation
{
    private RangeState FirstPage { get; init; }

    private RangeState Range { get; init; }

    private bool RestClean { get; init; }

    private bool FirstClean { get; init; }

    private bool BeforeClean { get; init; }

    private bool BehindBad { get; init; }

    private int Table { get; init; }

    /// <param name="poison">what is on record</param>
    /// <param name="geometry">the device</param>
    /// <param name="pgoff">first page asked for</param>
    /// <param name="asked">pages asked for that exist; 0: the poison of none of them matters</param>
    public static AccessSituation Of(RecordedPoison poison, Geometry geometry, ulong pgoff, ulong asked)
    {
        var sectors = poison.Sectors;
        var table = (sectors.NoneBad ? 1 : 0) | (poison.HasRoom(1) ? 2 : 0) | (poison.HasLongSet ? 4 : 0) | (poison.HasOverlappingSet ? 8 : 0)
            | (poison.HasAdjoiningSet ? 16 : 0) | (poison.IsLost ? 32 : 0) | (poison.SetFailed ? 64 : 0);
        if (asked == 0) return new() { Table = table };
        var shift = geometry.PageShift - Geometry.SectorShift;
        var (first, behind) = (pgoff << shift, (pgoff + asked) << shift);
        return new()
        {
            Table = table,
            FirstPage = sectors.Look(first, first + (1UL << shift) - 1),
            Range = sectors.Look(first, behind - 1),
            RestClean = sectors.Look(behind, ulong.MaxValue).AllClean,
            FirstClean = sectors.Look(first, first).AllClean,
            BeforeClean = first == 0 || sectors.Look(first - 1, first - 1).AllClean,
            BehindBad = sectors.Look(behind, behind).SomeBad,
        };
    }
}
