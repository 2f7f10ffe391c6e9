using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class Outputs_of_a_clean_check_are_free() : Clause("BB-10", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result != 0) return NotApplicable;
        return !step.Sees(Aspect.FirstBad) ? NotObservable : Judgement.Unconstrained(step.Outcome.IsUntouched(Aspect.FirstBad) ? "left untouched" : "written");
    }
}
