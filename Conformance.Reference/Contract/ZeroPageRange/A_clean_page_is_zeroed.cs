using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class A_clean_page_is_zeroed() : Clause("ZP-10", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsOnePage || !write.Poison.AllClean) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success > 0 ? Held : Judgement.Broken(step.Got(), "0", $"page {Text.Number(write.Pgoff)} exists and no sector of it is recorded bad");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
