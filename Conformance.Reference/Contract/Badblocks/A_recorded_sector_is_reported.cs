using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

/// <summary>As long as no badblocks_set failed; after that another clause speaks.</summary>
public sealed class A_recorded_sector_is_reported() : Clause("BB-02", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.State.Poison.SetFailed || !CheckedRange.TryGet(step, out _, out _, out var range) || !range.SomeBad) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result != 0 ? Held : Judgement.Broken(step.Got(), range.SomeUnacknowledged ? "-1" : "1", Text.Bad(range.FirstBad, range.FirstBadStep));
    }
}
