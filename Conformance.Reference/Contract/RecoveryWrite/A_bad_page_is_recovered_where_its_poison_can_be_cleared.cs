using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class A_bad_page_is_recovered_where_its_poison_can_be_cleared() : Clause("RW-06", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsInside || !write.IsAligned || !write.Poison.SomeBad || write.CanClear != true) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success > 0 && (!step.Sees(Aspect.Result) || (ulong)step.Result == write.Bytes) ? Held
            : Judgement.Broken(step.Got(), Text.Number(write.Bytes),
                $"whole pages are written and one clear command clears their poison: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
