using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

/// <summary>The caller's mistake; what is recorded is whether it is noticed.</summary>
public sealed class Closing_a_section_that_is_not_open_is_free() : Clause("LV-11", OpCode.dax_read_unlock)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.State.Liveness.Readers > 0) return NotApplicable;
        return !step.Sees(Aspect.Misuse) && !step.Sees(Aspect.Result) ? NotObservable
            : Judgement.Unconstrained(step.Outcome[Aspect.Misuse] != 0 ? "noticed" : "not noticed");
    }
}
