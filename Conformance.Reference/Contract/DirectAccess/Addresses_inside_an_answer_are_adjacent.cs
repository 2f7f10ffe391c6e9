using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>A page that an answer counts lies behind that answer's kaddr by its distance, asked for itself.</summary>
public sealed class Addresses_inside_an_answer_are_adjacent() : Clause("DA-26", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.IsSound(step) || !question.WantsKaddr || step.Outcome.IsUntouched(Aspect.Kaddr)) return NotApplicable;
        foreach (var earlier in step.State.Translations)
        {
            if (earlier.Kaddr is not { } kaddr) continue;
            var inside = earlier.Holds(question.Pgoff);
            if (!inside && !(earlier.Pgoff > question.Pgoff && earlier.Pgoff - question.Pgoff < (ulong)step.Result && earlier.Pages > 0)) continue;
            if (!step.Sees(Aspect.Kaddr)) return NotObservable;
            var wanted = unchecked(kaddr + ((question.Pgoff - earlier.Pgoff) << step.Geometry.PageShift));
            return step.Outcome[Aspect.Kaddr] == wanted ? Held
                : Judgement.Broken(step.Got(Aspect.Kaddr), $"kaddr=0x{wanted:x}",
                    $"page {Text.Number(earlier.Pgoff)} is at 0x{kaddr:x} (step {earlier.Step}), and one answer holds both pages");
        }
        return NotApplicable;
    }
}
