using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_clean_page_is_copied() : Clause("CP-03", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CopiedPage.IsServed(step) || !CopiedPage.Exists(step) || !CopiedPage.Poison(step).AllClean) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success > 0 ? Held : Judgement.Broken(step.Got(), "0", $"page {Text.Number(step.Mapping.Pgoff)} exists and no sector of it is recorded bad");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
