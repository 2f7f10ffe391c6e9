using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Memory;

public sealed class A_load_beyond_the_device_is_EFAULT() : Clause("MM-03", OpCode.load)
{
    protected override Judgement JudgeAnswer(Step step) =>
        !step.Geometry.Present || step.Operation[0] < step.Geometry.Pages ? NotApplicable : Answers(step, Errno.EFAULT, "the page does not exist");
}
