using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class dax_alive_tells_whether_the_device_lives() : Clause("LV-03", OpCode.dax_alive)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == (step.IsAlive ? 1 : 0) ? Held
            : Judgement.Broken(step.Got(), step.IsAlive ? "1" : "0", step.IsAlive ? step.State.Liveness.Revived ? "the device was revived" : "nobody killed the device" : "the device was killed");
    }
}
