using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>EIO, EHWPOISON since 6.5. Unacknowledged records have a clause of their own.</summary>
public sealed class A_known_bad_page_answers_the_poison_errno() : Clause("DA-18", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || question.Recovery || !question.FirstPage.SomeBad || question.FirstPage.SomeUnacknowledged) return NotApplicable;
        if (step.Sees(Aspect.Result) && step.Result == -step.Profile.PoisonErrno) return Held;
        return step.Sees(Aspect.Result) || step.Success > 0
            ? Judgement.Broken(step.Got(), Text.Error(step.Profile.PoisonErrno), $"page {Text.Number(question.Pgoff)} is bad: {Text.Bad(question.FirstPage.FirstBad, question.FirstPage.FirstBadStep)}")
            : NotObservable;
    }
}
