using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

/// <summary>pmem answers 0: what is not page aligned cannot be recovered.</summary>
public sealed class An_unaligned_recovery_of_poison_is_free() : Clause("RW-10", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsInside || !write.IsOnItsPage || write.IsAligned || !write.Poison.SomeBad || write.CanClear == false) return NotApplicable;
        return step.Success == 0 ? NotObservable : Judgement.Unconstrained(step.Success > 0 ? "recovered" : "0");
    }
}
