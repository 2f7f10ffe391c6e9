using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class A_page_whose_poison_stays_answers_EIO() : Clause("ZP-12", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        return !step.IsAlive || write.Refused || !write.IsOnePage || !write.Poison.SomeBad || write.CanClear != false ? NotApplicable
            : Answers(step, Errno.EIO, "no clear command clears the page's poison");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
