using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>The first page is good, a later one bad: the good pages before it, or the poison errno for all.</summary>
public sealed class An_answer_never_includes_a_known_bad_page() : Clause("DA-20", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || question.Recovery || question.FirstPage.SomeBad || !question.Range.SomeBad) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result > 0 ? (ulong)step.Result <= question.GoodBefore : step.Result == -step.Profile.PoisonErrno || !question.FirstPage.AllClean) return Held;
        return Judgement.Broken(step.Got(Aspect.Touched), $"{(question.GoodBefore == 1 ? "1" : $"1 to {Text.Number(question.GoodBefore)}")}, or {Text.Error(step.Profile.PoisonErrno)}",
            $"page {Text.Number(question.Pgoff + question.GoodBefore)} is bad: {Text.Bad(question.Range.FirstBad, question.Range.FirstBadStep)}");
    }
}
