using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class A_range_with_an_unacknowledged_sector_answers_minus_1() : Clause("BB-06", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out _, out _, out var range) || !range.SomeUnacknowledged) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result == 0) return NotApplicable;
        return step.Result == -1 ? Held
            : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), "-1", "a sector of the range was set unacknowledged, and nobody acknowledged it since");
    }
}
