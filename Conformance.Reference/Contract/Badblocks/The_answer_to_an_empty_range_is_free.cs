using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class The_answer_to_an_empty_range_is_free() : Clause("BB-16", OpCode.badblocks_set, OpCode.badblocks_clear, OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || step.Operation[1] != 0) return NotApplicable;
        return !step.Sees(Aspect.Result) ? NotObservable : Judgement.Unconstrained(Errno.Text(step.Result));
    }
}
