using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

/// <summary>What was recorded before a badblocks_set that failed is still reported.</summary>
public sealed class A_failed_set_loses_nothing() : Clause("BB-14", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.State.Poison.SetFailed || !CheckedRange.TryGet(step, out _, out _, out var range) || !range.SomeBad) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result != 0 ? Held
            : Judgement.Broken(step.Got(), range.SomeUnacknowledged ? "-1" : "1", $"{Text.Bad(range.FirstBad, range.FirstBadStep)}, and a later set failed");
    }
}
