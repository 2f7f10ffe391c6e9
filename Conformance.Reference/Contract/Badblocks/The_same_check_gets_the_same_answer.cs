using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class The_same_check_gets_the_same_answer() : Clause("BB-18", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        foreach (var earlier in step.State.Questions)
        {
            if (earlier.Epoch != step.State.Poison.Epoch || earlier.Operation != step.Operation) continue;
            if (!step.Sees(Aspect.Result) || !earlier.Outcome.Has(Aspect.Result)) return NotObservable;
            return earlier.Outcome.Agrees(in step.Outcome) ? Held
                : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), earlier.Outcome.ToString(), $"step {earlier.Step} asked the same, and nothing was set or cleared since");
        }
        return NotApplicable;
    }
}
