using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>
/// All that clauses and input classes read of the recorded poison for a direct_access, on a device to which nothing but kill_dax was
/// done. The same call with the same answer, on devices that differ in their records alone, is judged alike in the same situation.
/// </summary>
public readonly record struct AccessSituation
{
    private ulong Classes { get; init; }

    /// <summary>What <see cref="Translation"/> tells clauses, in bits; above them <see cref="Translation.GoodBefore"/>.</summary>
    private ulong Question { get; init; }

    /// <param name="poison">what is on record</param>
    /// <param name="geometry">the device</param>
    /// <param name="pgoff">first page asked for</param>
    /// <param name="asked">pages asked for that exist; 0 also where the device is dead: the poison of none of them matters</param>
    public static AccessSituation Of(RecordedPoison poison, Geometry geometry, ulong pgoff, ulong asked)
    {
        ArgumentNullException.ThrowIfNull(poison);
        ArgumentNullException.ThrowIfNull(geometry);
        var sectors = poison.Sectors;
        var (classes, lost) = (InputClassifier.OfRecords(poison), poison.IsLost ? 1UL : 0);
        if (asked == 0) return new() { Classes = classes, Question = lost };
        var shift = geometry.PageShift - Geometry.SectorShift;
        var (first, behind) = (pgoff << shift, (pgoff + asked) << shift);
        var page = sectors.Look(first, first + (1UL << shift) - 1);
        var range = asked == 1 ? page : sectors.Look(first, behind - 1);
        var goodBefore = range.SomeBad ? (range.FirstBad >> shift) - pgoff : asked;
        return new()
        {
            Classes = classes | InputClassifier.OfPoison(sectors, range, first, behind, shift),
            Question = lost | (page.AllClean ? 2UL : 0) | (page.SomeBad ? 4UL : 0) | (page.SomeUnacknowledged ? 8UL : 0)
                | (range.AllClean ? 16UL : 0) | (range.SomeBad ? 32UL : 0) | (sectors.Look(behind, ulong.MaxValue).AllClean ? 64UL : 0) | goodBefore << 7,
        };
    }
}
