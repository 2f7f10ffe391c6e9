using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Recovery_mode_answers_one_page_when_the_first_is_bad() : Clause("DA-22", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.Recovery || !question.FirstPage.SomeBad) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result <= 0) return NotApplicable;
        return step.Result == 1 ? Held
            : Judgement.Broken(step.Got(), "1",
                $"the recovery stride is one page and page {Text.Number(question.Pgoff)} is bad: {Text.Bad(question.FirstPage.FirstBad, question.FirstPage.FirstBadStep)}");
    }
}
