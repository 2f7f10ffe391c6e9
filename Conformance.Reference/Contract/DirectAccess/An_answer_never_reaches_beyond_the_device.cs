using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class An_answer_never_reaches_beyond_the_device() : Clause("DA-08", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result <= 0) return NotApplicable;
        if ((ulong)step.Result <= question.Remaining) return Held;
        var most = step.IsWrapper ? question.Asked : question.Remaining;
        return Judgement.Broken(step.Got(Aspect.Touched), most == 1 ? "1, or a negative errno" : $"1 to {Text.Number(most)}, or a negative errno",
            question.Remaining == 1 ? $"page {Text.Number(question.Pgoff)} is the last page of the device ({Text.Number(step.Geometry.Pages)} pages)"
                : $"{Text.Number(question.Remaining)} pages are left from page {Text.Number(question.Pgoff)} on ({Text.Number(step.Geometry.Pages)} pages)");
    }
}
