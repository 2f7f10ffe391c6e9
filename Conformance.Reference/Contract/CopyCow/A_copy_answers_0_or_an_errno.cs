using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_copy_answers_0_or_an_errno() : Clause("CP-07", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 0 || Errno.IsError(step.Result) ? Held : Judgement.Broken(step.Got(), "0 or a negative errno", "the fault handler takes it for that");
    }
}
