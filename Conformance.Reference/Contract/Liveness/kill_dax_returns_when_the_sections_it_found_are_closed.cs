using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

/// <summary>Sections opened later may be waited for or not.</summary>
public sealed class kill_dax_returns_when_the_sections_it_found_are_closed() : Clause("LV-08", OpCode.run_dax, OpCode.dax_alive, OpCode.dax_read_lock, OpCode.dax_read_unlock)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Waiting)) return NotObservable;
        var (code, liveness) = (step.Operation.Code, step.State.Liveness);
        var waiting = step.Outcome[Aspect.Waiting] != 0;
        if (waiting ? liveness.MayWait(code) : !liveness.MustWait(code)) return Held;
        return Judgement.Broken(step.Got(Aspect.Waiting), waiting ? "waiting=0" : "waiting=1",
            waiting ? "no section that a kill_dax found open is open any more" : "a section that kill_dax found open is still open");
    }
}
