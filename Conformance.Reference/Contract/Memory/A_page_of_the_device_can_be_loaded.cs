using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Memory;

public sealed class A_page_of_the_device_can_be_loaded() : Clause("MM-01", OpCode.load)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || step.Operation[0] >= step.Geometry.Pages) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success > 0 ? Held : Judgement.Broken(step.Got(), "0", $"page {Text.Number(step.Operation[0])} exists: {Text.Device(step)}");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
