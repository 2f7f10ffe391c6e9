using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_page_beyond_the_device_is_not_copied() : Clause("CP-06", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CopiedPage.IsServed(step) || CopiedPage.Exists(step)) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held
            : Judgement.Broken(step.Got(), "a negative errno", $"page {Text.Number(step.Mapping.Pgoff)} does not exist: {Text.Device(step)}");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
