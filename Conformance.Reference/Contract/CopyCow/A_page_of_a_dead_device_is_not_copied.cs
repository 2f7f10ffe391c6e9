using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_page_of_a_dead_device_is_not_copied() : Clause("CP-05", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step) =>
        !step.Geometry.Present || step.IsAlive || !step.Mapping.IsPlain ? NotApplicable
            : step.Has(DriverOps.DirectAccess) ? Answers(step, Errno.ENXIO, "the device was killed")
            : Answers(step, Errno.ENXIO, Errno.EOPNOTSUPP, "the device was killed, and its table has no direct_access");

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
