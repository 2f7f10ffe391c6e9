using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class Killing_no_device_does_nothing() : Clause("LV-09", OpCode.kill_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Geometry.Present) return NotApplicable;
        if (!step.Faulted && step.Outcome.Seen.IsEmpty) return NotObservable;
        return !step.Faulted && (!step.Sees(Aspect.Result) || step.Result == 0) ? Held : Judgement.Broken(step.Got(), "0", "the caller holds no device");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
