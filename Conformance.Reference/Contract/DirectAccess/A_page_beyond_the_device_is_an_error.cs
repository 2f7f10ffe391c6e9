using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>The driver's member may also say that 0 pages are available there; the wrapper makes an errno of it.</summary>
public sealed class A_page_beyond_the_device_is_an_error() : Clause("DA-09", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Reaches || question.NrPages == 0 || question.Remaining > 0) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        if (step.Success < 0 || !step.Faulted && !step.IsWrapper && step.Sees(Aspect.Result) && step.Result == 0) return Held;
        return Judgement.Broken(step.Got(Aspect.Touched), step.IsWrapper ? "a negative errno" : "0 or a negative errno",
            $"page {Text.Number(question.Pgoff)} does not exist: {Text.Device(step)}");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
