using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

/// <summary>The range of a badblocks_check that the contract speaks of.</summary>
internal static class CheckedRange
{
    /// <summary>False for an empty range, and where the count or the sectors do not fit what the function takes.</summary>
    public static bool TryGet(Step step, out ulong first, out ulong last, out RangeState range)
    {
        var (sector, sectors) = (step.Operation[0], step.Operation[1]);
        (first, last, range) = (sector, 0, default);
        if (!step.Geometry.Present || sectors == 0 || !step.State.Poison.Expressible(sector, sectors)) return false;
        last = sector + sectors - 1;
        range = step.State.Poison.Sectors.Look(first, last);
        return true;
    }

    /// <summary>The section that the outputs describe: first and last sector; false where they describe none.</summary>
    public static bool TryGetSection(Step step, out ulong first, out ulong last)
    {
        (first, last) = (step.Outcome[Aspect.FirstBad], 0);
        var sectors = step.Outcome[Aspect.BadSectors];
        if (!step.Sees(Aspect.FirstBad) || !step.Sees(Aspect.BadSectors) || sectors == 0 || sectors - 1 > ulong.MaxValue - first) return false;
        if ((step.Outcome.Untouched & AspectSet.Of(Aspect.FirstBad, Aspect.BadSectors)) != AspectSet.Empty) return false;
        last = first + sectors - 1;
        return true;
    }
}
