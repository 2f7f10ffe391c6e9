using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class Success_is_not_claimed_while_the_poison_stays() : Clause("RW-07", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsInside || !write.IsOnItsPage || !write.Poison.SomeBad || write.CanClear != false) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held
            : Judgement.Broken(step.Got(), "0", $"no clear command clears poison on this device: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }
}
