using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class A_body_cannot_process_more_than_its_mapping() : Clause("IM-12", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call != IterationCall.Over) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        var iteration = step.State.Iteration;
        var still = !step.Sees(Aspect.Pos) || step.Outcome[Aspect.Pos] == iteration.Position;
        return step.Result == -Errno.EIO && still ? Held
            : Judgement.Broken(step.Got(Aspect.Pos), $"-EIO pos={iteration.Position}", $"the body claims {step.Operation[0]} bytes of a mapping of {iteration.MappedLength}");
    }
}
