using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Recovery_mode_answers_a_page_where_access_fails() : Clause("DA-21", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.Recovery || !question.Range.SomeBad) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success > 0 && !(step.Sees(Aspect.Result) && step.Result == 0) ? Held
            : Judgement.Broken(step.Got(), "a count of at least 1",
                $"DAX_RECOVERY_WRITE is how a caller gets at bad pages: {Text.Bad(question.Range.FirstBad, question.Range.FirstBadStep)}");
    }
}
