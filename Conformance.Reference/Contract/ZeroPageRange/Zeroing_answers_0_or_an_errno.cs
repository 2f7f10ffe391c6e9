using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class Zeroing_answers_0_or_an_errno() : Clause("ZP-05", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 0 || Errno.IsError(step.Result) ? Held
            : Judgement.Broken(step.Got(), "0 or a negative errno", "callers take any other number for what it is not");
    }
}
