using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

/// <summary>Cleared by badblocks_clear or by a write that succeeded.</summary>
public sealed class A_cleared_sector_is_not_reported() : Clause("BB-04", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out var first, out var last, out var range) || !range.AllClean || range.LastChange < 0) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 0 ? Held
            : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), "0",
                $"what was recorded from sector {Text.Number(first)} to {Text.Number(last)} was cleared, at step {range.LastChange} for the last time");
    }
}
