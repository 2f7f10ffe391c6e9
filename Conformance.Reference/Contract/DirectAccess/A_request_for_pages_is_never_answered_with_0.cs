using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class A_request_for_pages_is_never_answered_with_0() : Clause("DA-07", OpCode.dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Translation.NrPages <= 0) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result != 0 ? Held : Judgement.Broken(step.Got(), "a count of at least 1, or a negative errno", "a caller that goes on by the answer would never get on");
    }
}
