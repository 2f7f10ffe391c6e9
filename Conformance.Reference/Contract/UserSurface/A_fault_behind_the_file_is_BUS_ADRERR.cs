using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class A_fault_behind_the_file_is_BUS_ADRERR() : Clause("US-04", OpCode.fault)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || step.Operation[0] < step.Geometry.Pages) return NotApplicable;
        if (!step.Sees(Aspect.Signal)) return NotObservable;
        return step.Outcome[Aspect.Signal] == SignalCode.BUS_ADRERR ? Held : Judgement.Broken(step.Got(Aspect.Signal), "signal=BUS_ADRERR", $"the file ends before: {Text.Device(step)}");
    }
}
