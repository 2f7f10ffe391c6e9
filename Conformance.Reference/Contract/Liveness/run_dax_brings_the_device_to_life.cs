using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class run_dax_brings_the_device_to_life() : Clause("LV-02", OpCode.run_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Alive)) return NotObservable;
        return step.Outcome[Aspect.Alive] == 1 ? Held : Judgement.Broken(step.Got(Aspect.Alive), "alive=1", "run_dax sets the alive bit");
    }
}
