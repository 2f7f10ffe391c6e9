using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class An_errno_of_end_after_progress_is_free() : Clause("IM-18", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call != IterationCall.EndFailedAfterProgress) return NotApplicable;
        return !step.Sees(Aspect.Result) ? NotObservable : Judgement.Unconstrained(step.Result == step.Operation.Signed(6) && step.Operation[1] != step.Operation[6] ? "returned" : "ignored");
    }
}
