using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class Processed_bytes_move_the_position() : Clause("IM-06", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call is not (IterationCall.Next or IterationCall.Finished)) return NotApplicable;
        if (!step.Sees(Aspect.Pos) || !step.Sees(Aspect.Len)) return NotObservable;
        var (processed, iteration) = (step.Operation[0], step.State.Iteration);
        return step.Outcome[Aspect.Pos] == iteration.Position + processed && step.Outcome[Aspect.Len] == iteration.Length - processed ? Held
            : Judgement.Broken(step.Got(Aspect.Pos, Aspect.Len), $"pos={iteration.Position + processed} len={iteration.Length - processed}",
                $"the body processed {processed} of {iteration.Length} bytes from {iteration.Position} on");
    }
}
