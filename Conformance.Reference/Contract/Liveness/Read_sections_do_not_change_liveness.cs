using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class Read_sections_do_not_change_liveness() : Clause("LV-06", OpCode.dax_alive, OpCode.dax_read_lock, OpCode.dax_read_unlock)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Alive)) return NotObservable;
        var wanted = step.IsAlive ? 1UL : 0;
        return step.Outcome[Aspect.Alive] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Alive), $"alive={wanted}", "only kill_dax and run_dax change the alive bit");
    }
}
