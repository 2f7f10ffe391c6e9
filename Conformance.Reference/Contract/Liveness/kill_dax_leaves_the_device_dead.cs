using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class kill_dax_leaves_the_device_dead() : Clause("LV-01", OpCode.kill_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Alive)) return NotObservable;
        return step.Outcome[Aspect.Alive] == 0 ? Held : Judgement.Broken(step.Got(Aspect.Alive), "alive=0", "the device was just killed");
    }
}
