using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Every_page_of_an_answer_can_be_touched() : Clause("DA-10", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.WantsKaddr) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (!question.IsSound(step)) return NotApplicable;
        if (!step.Sees(Aspect.Touched)) return NotObservable;
        return step.Outcome[Aspect.Touched] == (ulong)step.Result ? Held
            : Judgement.Broken(step.Got(Aspect.Kaddr, Aspect.Touched), $"touched={step.Result}", "the answer counts pages that are accessible at kaddr");
    }
}
