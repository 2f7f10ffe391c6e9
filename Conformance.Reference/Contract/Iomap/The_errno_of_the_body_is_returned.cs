using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>Whatever iomap_end says.</summary>
public sealed class The_errno_of_the_body_is_returned() : Clause("IM-11", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step) =>
        step.Call == IterationCall.BodyFailed ? Answers(step, (int)-step.Operation.Signed(0), "the body failed with it") : NotApplicable;
}
