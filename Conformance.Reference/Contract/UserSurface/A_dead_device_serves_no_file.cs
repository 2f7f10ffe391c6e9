using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class A_dead_device_serves_no_file() : Clause("US-13", OpCode.fault, OpCode.pread)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || step.IsAlive || step.Access.Inside == 0) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held : Judgement.Broken(step.Got(), "an error", "the device was killed: operations that start after that abort");
    }
}
