using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

/// <summary>Since 5.19 poison is cleared before anything is written; earlier kernels write first.</summary>
public sealed class A_page_whose_poison_stays_keeps_its_contents() : Clause("ZP-09", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        if (!step.Profile.ClearBeforeWrite || write.Refused || !write.IsOnePage || !write.Poison.SomeBad || step.Success > 0) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, contents.Before, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}",
                $"the poison of page {Text.Number(write.Pgoff)} was not cleared, so nothing may be written: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }
}
