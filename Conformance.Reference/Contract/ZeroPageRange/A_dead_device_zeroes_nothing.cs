using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class A_dead_device_zeroes_nothing() : Clause("ZP-03", OpCode.dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step) => !step.Geometry.Present || step.IsAlive ? NotApplicable
        : (step.Geometry.Ops & DriverOps.Table) != 0 ? Answers(step, Errno.ENXIO, "the device was killed")
        : Answers(step, Errno.ENXIO, Errno.EOPNOTSUPP, "the device was killed, and it has no table of operations");

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
