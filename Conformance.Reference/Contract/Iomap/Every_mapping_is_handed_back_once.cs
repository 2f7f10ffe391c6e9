using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class Every_mapping_is_handed_back_once() : Clause("IM-14", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call is IterationCall.Outside) return NotApplicable;
        if (!step.Sees(Aspect.Ended)) return NotObservable;
        var wanted = step.State.Iteration.HasMapping ? 1UL : 0;
        return step.Outcome[Aspect.Ended] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Ended), $"ended={wanted}", wanted == 1 ? "the body held a mapping" : "the body held no mapping");
    }
}
