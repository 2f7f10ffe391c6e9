using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_page_of_no_device_is_not_copied() : Clause("CP-14", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step) =>
        step.Geometry.Present || !step.Mapping.IsPlain ? NotApplicable : Answers(step, Errno.EOPNOTSUPP, "the mapping has no device");

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
