using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class An_iteration_ends_when_all_is_processed() : Clause("IM-09", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step) => step.Call == IterationCall.Finished ? Stop.Judge(step, "the body processed all that was left") : NotApplicable;
}
