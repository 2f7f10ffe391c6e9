using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

/// <summary>A recovery stride begins with the good pages before the bad one.</summary>
public sealed class A_clean_range_is_written_as_asked() : Clause("RW-04", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsInside || !write.IsOnItsPage || !write.Poison.AllClean) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success > 0 && (!step.Sees(Aspect.Result) || (ulong)step.Result == write.Bytes) ? Held
            : Judgement.Broken(step.Got(), Text.Number(write.Bytes), "no sector of the pages written is recorded bad");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
