using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class The_errno_beyond_the_device_is_free() : Clause("DA-32", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Reaches || question.NrPages == 0 || question.Remaining > 0) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result <= 0 ? Judgement.Unconstrained(Errno.Text(step.Result)) : NotApplicable;
    }
}
