using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Outputs_of_a_failed_call_are_free() : Clause("DA-31", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (step.Success >= 0 || !question.WantsKaddr && !question.WantsPfn) return NotApplicable;
        var aspect = question.WantsKaddr ? Aspect.Kaddr : Aspect.Pfn;
        return !step.Sees(aspect) ? NotObservable : Judgement.Unconstrained(step.Outcome.IsUntouched(aspect) ? "left untouched" : "written");
    }
}
