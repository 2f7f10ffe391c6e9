using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class iomap_end_is_told_what_was_processed() : Clause("IM-15", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.State.Iteration.HasMapping || step.Call is IterationCall.Outside or IterationCall.Over) return NotApplicable;
        if (!step.Sees(Aspect.EndWritten)) return NotObservable;
        var wanted = Math.Max(step.Operation.Signed(0), 0);
        return step.Outcome[Aspect.EndWritten] == (ulong)wanted ? Held
            : Judgement.Broken(step.Got(Aspect.EndWritten), $"end_written={wanted}", "the file system commits what was written and unreserves the rest");
    }
}
