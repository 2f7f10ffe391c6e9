using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class No_progress_ends_the_iteration() : Clause("IM-08", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step) => step.Call == IterationCall.NoProgress ? Stop.Judge(step, "the body processed nothing") : NotApplicable;
}
