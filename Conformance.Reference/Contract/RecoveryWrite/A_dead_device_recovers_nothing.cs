using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class A_dead_device_recovers_nothing() : Clause("RW-03", OpCode.dax_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || step.IsAlive) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held : Judgement.Broken(step.Got(), "0", "the device was killed: operations that start after that abort");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
