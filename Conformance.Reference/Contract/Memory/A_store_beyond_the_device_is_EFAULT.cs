using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Memory;

public sealed class A_store_beyond_the_device_is_EFAULT() : Clause("MM-05", OpCode.store)
{
    protected override Judgement JudgeAnswer(Step step) =>
        !step.Geometry.Present || step.Write.IsInside || step.Write.Bytes == 0 && step.Write.Pgoff < step.Geometry.Pages ? NotApplicable : Answers(step, Errno.EFAULT, "not all of the bytes lie in the device");

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
