using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class kill_dax_waits_for_open_read_sections() : Clause("LV-07", OpCode.kill_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var readers = step.State.Liveness.Readers;
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Waiting)) return NotObservable;
        return step.Outcome[Aspect.Waiting] == (readers > 0 ? 1UL : 0) ? Held
            : Judgement.Broken(step.Got(Aspect.Waiting), $"waiting={(readers > 0 ? 1 : 0)}", $"{(readers == 0 ? "no read section is" : readers == 1 ? "a read section is" : $"{readers} read sections are")} open");
    }
}
