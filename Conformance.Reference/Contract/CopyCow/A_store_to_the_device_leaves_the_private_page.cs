using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_store_to_the_device_leaves_the_private_page() : Clause("CP-11", OpCode.cow_load)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var page = step.State.PrivatePage;
        if (!page.Exists || !page.DeviceChanged(step.State.Contents) || !page.TryDigest(step, out var wanted)) return NotApplicable;
        if (!step.Sees(Aspect.Cow)) return NotObservable;
        return step.Outcome[Aspect.Cow] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Cow), $"cow=#{wanted:x16}", $"the copy of page {Text.Number(page.Source)} was made before the device was written");
    }
}
