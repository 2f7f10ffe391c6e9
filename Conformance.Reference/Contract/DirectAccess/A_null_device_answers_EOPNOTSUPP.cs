using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class A_null_device_answers_EOPNOTSUPP() : Clause("DA-01", OpCode.dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Geometry.Present) return NotApplicable;
        return step.Translation.NrPages < 0
            ? Answers(step, Errno.EOPNOTSUPP, Errno.EINVAL, "the caller holds no device, and the count is negative")
            : Answers(step, Errno.EOPNOTSUPP, "the caller holds no device");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
