using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

/// <summary>EOPNOTSUPP since 7.1, before that any errno. A table without the member cannot have come by alloc_dax.</summary>
public sealed class A_device_without_operations_zeroes_nothing() : Clause("ZP-04", OpCode.dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.IsAlive || (step.Geometry.Ops & DriverOps.Table) != 0) return NotApplicable;
        if (step.Profile.NullOpsGuard) return Answers(step, Errno.EOPNOTSUPP, "the device has no table of operations");
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held : Judgement.Broken(step.Got(), "a negative errno", "the device has no zero_page_range to call");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
