using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class An_iteration_goes_on_while_bytes_are_left() : Clause("IM-10", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call != IterationCall.Next) return NotApplicable;
        if (!step.Sees(Aspect.Begun)) return NotObservable;
        return step.Outcome[Aspect.Begun] == 1 ? Held
            : Judgement.Broken(step.Got(Aspect.Begun), "begun=1", $"{step.State.Iteration.Length - step.Operation[0]} bytes are left");
    }
}
