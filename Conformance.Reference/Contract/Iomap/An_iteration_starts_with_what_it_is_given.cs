using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class An_iteration_starts_with_what_it_is_given() : Clause("IM-01", OpCode.iomap_start)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Sees(Aspect.Pos) || !step.Sees(Aspect.Len)) return NotObservable;
        return step.Outcome[Aspect.Pos] == step.Operation[0] && step.Outcome[Aspect.Len] == step.Operation[1] ? Held
            : Judgement.Broken(step.Got(Aspect.Pos, Aspect.Len), $"pos={step.Operation.Signed(0)} len={step.Operation[1]}", "nothing was processed yet");
    }
}
