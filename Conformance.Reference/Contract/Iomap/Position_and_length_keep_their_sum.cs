using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class Position_and_length_keep_their_sum() : Clause("IM-07", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call is IterationCall.Outside) return NotApplicable;
        if (!step.Sees(Aspect.Pos) || !step.Sees(Aspect.Len)) return NotObservable;
        var end = step.State.Iteration.Position + step.State.Iteration.Length;
        return unchecked(step.Outcome[Aspect.Pos] + step.Outcome[Aspect.Len]) == end ? Held
            : Judgement.Broken(step.Got(Aspect.Pos, Aspect.Len), $"pos + len = {end}", "an iteration ends where it was to end");
    }
}
