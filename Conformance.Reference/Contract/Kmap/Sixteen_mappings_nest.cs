using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Kmap;

public sealed class Sixteen_mappings_nest() : Clause("KM-03", OpCode.kmap_atomic)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.State.Mappings.Depth >= State.MappingStack.Deepest) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result >= 0 ? Held : Judgement.Broken(step.Got(Aspect.Misuse), "a mapping", $"{step.State.Mappings.Depth} of {State.MappingStack.Deepest} are held");
    }
}
