using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Kmap;

public sealed class A_mapping_raises_the_depth_by_one() : Clause("KM-01", OpCode.kmap_atomic)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Sees(Aspect.Result) && step.Result < 0) return NotApplicable;
        if (!step.Sees(Aspect.Result) || !step.Sees(Aspect.Depth)) return NotObservable;
        var wanted = step.State.Mappings.Depth + 1;
        return step.Outcome[Aspect.Depth] == (ulong)wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Depth), $"depth={wanted}", $"{step.State.Mappings.Depth} mappings were held, and one more is");
    }
}
