using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class A_sector_that_was_never_recorded_is_not_reported() : Clause("BB-03", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out var first, out var last, out var range) || !range.AllClean || range.LastChange >= 0) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 0 ? Held
            : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), "0", $"no sector from {Text.Number(first)} to {Text.Number(last)} was ever set");
    }
}
