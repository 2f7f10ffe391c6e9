using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Memory;

/// <summary>Poison and liveness do not matter to memory.</summary>
public sealed class A_store_to_the_device_succeeds() : Clause("MM-06", OpCode.store)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Write.IsInside) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success > 0 ? Held : Judgement.Broken(step.Got(), "0", "all of the bytes lie in the device");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
