using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class The_errno_of_end_is_returned_when_nothing_was_processed() : Clause("IM-17", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step) =>
        step.Call == IterationCall.EndFailed ? Answers(step, (int)-step.Operation.Signed(6), "iomap_end failed with it, and the body processed nothing") : NotApplicable;
}
