using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Kmap;

public sealed class A_seventeenth_mapping_is_free() : Clause("KM-06", OpCode.kmap_atomic)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.State.Mappings.Depth < State.MappingStack.Deepest) return NotApplicable;
        return !step.Sees(Aspect.Result) ? NotObservable : Judgement.Unconstrained(step.Result >= 0 ? "mapped" : "refused");
    }
}
