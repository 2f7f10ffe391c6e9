using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_store_to_the_private_page_leaves_the_device() : Clause("CP-13", OpCode.load)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var page = step.State.PrivatePage;
        if (!page.Exists || !page.IsStoredTo || page.Source != step.Operation[0] || step.Operation[0] >= step.Geometry.Pages) return NotApplicable;
        if (!step.Sees(Aspect.Contents)) return NotObservable;
        var contents = step.State.Contents;
        if (!contents.TryDigest(page.Source, 1, contents.Now, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}", $"page {Text.Number(page.Source)} was copied, and only its copy was stored to");
    }
}
