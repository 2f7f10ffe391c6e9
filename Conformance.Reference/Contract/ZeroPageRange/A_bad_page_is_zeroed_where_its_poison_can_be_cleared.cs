using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class A_bad_page_is_zeroed_where_its_poison_can_be_cleared() : Clause("ZP-11", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsOnePage || !write.Poison.SomeBad || write.CanClear != true) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success > 0 ? Held
            : Judgement.Broken(step.Got(), "0", $"one clear command clears the page's poison: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
