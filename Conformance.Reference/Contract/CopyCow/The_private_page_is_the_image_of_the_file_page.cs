using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

/// <summary>The whole page, as it is when the copy is made.</summary>
public sealed class The_private_page_is_the_image_of_the_file_page() : Clause("CP-01", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CopiedPage.IsServed(step) || !CopiedPage.Exists(step) || step.Success < 0) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Cow)) return NotObservable;
        if (!PrivatePage.TryImage(step, step.Mapping.Pgoff, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Cow] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Cow), $"cow=#{wanted:x16}", $"that is what page {Text.Number(step.Mapping.Pgoff)} of the device holds");
    }
}
