using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>A prefix, or the same range shifted by a page or more, of pages that an answer in the same mode counted.</summary>
public sealed class A_part_of_an_answer_can_be_asked_for_itself() : Clause("DA-25", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || step.State.Poison.IsLost) return NotApplicable;
        foreach (var earlier in step.State.Translations)
        {
            if (earlier.Code != step.Operation.Code || earlier.Recovery != (step.Operation[2] != 0)) continue;
            if (question.Pgoff < earlier.Pgoff || question.Pgoff - earlier.Pgoff >= earlier.Pages) continue;
            if ((ulong)question.NrPages > earlier.Pages - (question.Pgoff - earlier.Pgoff) || question.Pgoff == earlier.Pgoff && question.NrPages == earlier.NrPages) continue;
            if (step.Success == 0) return NotObservable;
            return step.Success > 0 && !(step.Sees(Aspect.Result) && step.Result == 0) ? Held
                : Judgement.Broken(step.Got(), "a count of at least 1",
                    $"step {earlier.Step} was answered {earlier.Result} pages from page {Text.Number(earlier.Pgoff)} on, and these are some of them");
        }
        return NotApplicable;
    }
}
