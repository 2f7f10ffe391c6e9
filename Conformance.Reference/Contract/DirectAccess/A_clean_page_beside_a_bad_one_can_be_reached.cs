using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class A_clean_page_beside_a_bad_one_can_be_reached() : Clause("DA-17", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || step.State.Liveness.Revived || !question.AllClean || step.State.Poison.Sectors.NoneBad) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success > 0 && !(step.Sees(Aspect.Result) && step.Result == 0) ? Held
            : Judgement.Broken(step.Got(), "a count of at least 1",
                $"no sector of page {Text.Number(question.Pgoff)} {(question.Asked > 1 ? $"to {Text.Number(question.Pgoff + question.Asked - 1)} " : "")}is recorded bad{Cleared(question.Range.LastChange)}");
    }

    private static string Cleared(int step) => step < 0 ? "" : $" since step {step}";
}
