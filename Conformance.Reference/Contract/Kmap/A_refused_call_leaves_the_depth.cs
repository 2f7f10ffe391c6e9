using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Kmap;

public sealed class A_refused_call_leaves_the_depth() : Clause("KM-04", OpCode.kmap_atomic, OpCode.kunmap_atomic)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Sees(Aspect.Result) || step.Result >= 0) return NotApplicable;
        if (!step.Sees(Aspect.Depth)) return NotObservable;
        return step.Outcome[Aspect.Depth] == (ulong)step.State.Mappings.Depth ? Held
            : Judgement.Broken(step.Got(Aspect.Depth), $"depth={step.State.Mappings.Depth}", "nothing was mapped or unmapped");
    }
}
