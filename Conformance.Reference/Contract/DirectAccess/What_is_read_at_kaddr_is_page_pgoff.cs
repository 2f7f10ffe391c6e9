using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>Not judged where kaddr was seen to be wrong: that is said elsewhere.</summary>
public sealed class What_is_read_at_kaddr_is_page_pgoff() : Clause("DA-14", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.WantsKaddr) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (!question.IsSound(step)) return NotApplicable;
        if (step.Sees(Aspect.Kaddr) && step.Outcome[Aspect.Kaddr] != kaddr_is_the_address_of_page_pgoff.Of(step.Geometry, question.Pgoff)) return NotApplicable;
        if (!step.Sees(Aspect.Touched)) return NotObservable;
        if (step.Outcome[Aspect.Touched] == 0) return NotApplicable;
        if (!step.Sees(Aspect.Contents)) return NotObservable;
        var last = question.Pgoff + Math.Min(step.Outcome[Aspect.Touched], (ulong)step.Result) - 1;
        if (!step.State.Contents.TryDigestEnds(question.Pgoff, last, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}",
                question.Pgoff == last ? $"that is what page {Text.Number(last)} holds" : $"that is what pages {Text.Number(question.Pgoff)} and {Text.Number(last)} hold");
    }
}
