using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class A_device_without_recovery_write_recovers_nothing() : Clause("RW-02", OpCode.dax_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.IsAlive || step.Write.Callable) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held
            : Judgement.Broken(step.Got(), "0", (step.Geometry.Ops & DriverOps.Table) == 0 ? "the device has no table of operations" : "the table has no recovery_write");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
