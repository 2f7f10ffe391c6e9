using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class A_short_answer_is_free() : Clause("DA-30", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.Range.AllClean) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return !question.IsSound(step) ? NotApplicable : Judgement.Unconstrained((ulong)step.Result < question.Asked ? "short" : "all that was asked for");
    }
}
