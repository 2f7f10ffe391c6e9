using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class A_check_answers_minus_1_0_or_1() : Clause("BB-01", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result is >= -1 and <= 1 ? Held : Judgement.Broken(step.Got(), "-1, 0 or 1", "badblocks_check has no other answers");
    }
}
