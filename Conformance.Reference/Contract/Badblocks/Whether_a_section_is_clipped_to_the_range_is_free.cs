using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class Whether_a_section_is_clipped_to_the_range_is_free() : Clause("BB-11", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out var first, out var last, out var range) || !range.SomeBad) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result == 0) return NotApplicable;
        if (!step.Sees(Aspect.FirstBad) || !step.Sees(Aspect.BadSectors)) return NotObservable;
        if (!CheckedRange.TryGetSection(step, out var firstBad, out var lastBad)) return NotApplicable;
        var reaches = first > 0 && step.State.Poison.Sectors.Look(first - 1, first).Stretches == 1 && range.FirstBad == first && step.State.Poison.Sectors.Look(first - 1, first - 1).SomeBad;
        return !reaches ? NotApplicable : Judgement.Unconstrained(firstBad < first || lastBad > last ? "whole record" : "clipped");
    }
}
