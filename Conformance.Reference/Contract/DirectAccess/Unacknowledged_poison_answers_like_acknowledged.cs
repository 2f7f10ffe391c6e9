using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Unacknowledged_poison_answers_like_acknowledged() : Clause("DA-19", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || question.Recovery || !question.FirstPage.SomeUnacknowledged) return NotApplicable;
        if (step.Sees(Aspect.Result) && step.Result == -step.Profile.PoisonErrno) return Held;
        return step.Sees(Aspect.Result) || step.Success > 0
            ? Judgement.Broken(step.Got(), Text.Error(step.Profile.PoisonErrno),
                $"page {Text.Number(question.Pgoff)} is bad, acknowledged or not: {Text.Bad(question.FirstPage.FirstBad, question.FirstPage.FirstBadStep)}")
            : NotObservable;
    }
}
