using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Frames_inside_an_answer_are_adjacent() : Clause("DA-27", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.IsSound(step) || !question.WantsPfn || step.Outcome.IsUntouched(Aspect.Pfn)) return NotApplicable;
        foreach (var earlier in step.State.Translations)
        {
            if (earlier.Pfn is not { } pfn) continue;
            var inside = earlier.Holds(question.Pgoff);
            if (!inside && !(earlier.Pgoff > question.Pgoff && earlier.Pgoff - question.Pgoff < (ulong)step.Result && earlier.Pages > 0)) continue;
            if (!step.Sees(Aspect.Pfn)) return NotObservable;
            var wanted = unchecked(pfn + (question.Pgoff - earlier.Pgoff));
            return step.Outcome[Aspect.Pfn] == wanted ? Held
                : Judgement.Broken(step.Got(Aspect.Pfn), $"pfn=0x{wanted:x}",
                    $"page {Text.Number(earlier.Pgoff)} is frame 0x{pfn:x} (step {earlier.Step}), and one answer holds both pages");
        }
        return NotApplicable;
    }
}
