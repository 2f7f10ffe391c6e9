using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Memory;

/// <summary>The initial contents where nothing was; a page whose private copy was stored to has a clause of its own.</summary>
public sealed class A_load_sees_what_was_written_last() : Clause("MM-02", OpCode.load)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (pgoff, contents, page) = (step.Operation[0], step.State.Contents, step.State.PrivatePage);
        if (!step.Geometry.Present || pgoff >= step.Geometry.Pages || step.Success < 0 || page.Exists && page.IsStoredTo && page.Source == pgoff) return NotApplicable;
        if (!step.Sees(Aspect.Contents)) return NotObservable;
        if (!contents.TryDigest(pgoff, 1, contents.Now, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}", $"that is what page {Text.Number(pgoff)} holds after all that was written");
    }
}
