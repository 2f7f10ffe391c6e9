using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Recovery_mode_stops_before_the_first_bad_page() : Clause("DA-23", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.Recovery || !question.FirstPage.AllClean || !question.Range.SomeBad) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result <= 0) return NotApplicable;
        return (ulong)step.Result <= question.GoodBefore ? Held
            : Judgement.Broken(step.Got(), question.GoodBefore == 1 ? "1" : $"1 to {Text.Number(question.GoodBefore)}",
                $"the recovery stride is one page and page {Text.Number(question.Pgoff + question.GoodBefore)} is bad: {Text.Bad(question.Range.FirstBad, question.Range.FirstBadStep)}");
    }
}
