using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>Where iomap_end fails as well, its errno may be the one returned.</summary>
public sealed class A_body_cannot_process_more_than_its_mapping() : Clause("IM-12", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call != IterationCall.Over) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        var iteration = step.State.Iteration;
        var still = !step.Sees(Aspect.Pos) || step.Outcome[Aspect.Pos] == iteration.Position;
        var refused = step.Result == -Errno.EIO || step.Operation.Signed(6) < 0 && step.Result == step.Operation.Signed(6);
        return refused && still ? Held
            : Judgement.Broken(step.Got(Aspect.Pos), $"-EIO pos={iteration.Position}", $"the body claims {step.Operation[0]} bytes of a mapping of {iteration.MappedLength}");
    }
}
