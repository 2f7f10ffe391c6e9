using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class A_recovery_that_needs_several_clear_commands_is_free() : Clause("RW-11", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsInside || !write.IsAligned || !write.Poison.SomeBad || write.CanClear is not null) return NotApplicable;
        return step.Success == 0 ? NotObservable : Judgement.Unconstrained(step.Success > 0 ? "recovered" : "0");
    }
}
