using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class The_errno_of_begin_is_returned() : Clause("IM-05", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var begin = step.Operation.Signed(1);
        if (!NewMapping.AsksForOne(step.Call) || begin >= 0) return NotApplicable;
        return Answers(step, (int)-begin, "iomap_begin failed with it");
    }
}
