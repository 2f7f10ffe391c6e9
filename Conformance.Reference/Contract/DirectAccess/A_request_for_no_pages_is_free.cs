using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class A_request_for_no_pages_is_free() : Clause("DA-29", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Translation.NrPages != 0 || !step.Translation.Reaches) return NotApplicable;
        return !step.Sees(Aspect.Result) ? NotObservable : Judgement.Unconstrained(step.Result > 0 ? "a count" : Errno.Text(step.Result));
    }
}
