using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class The_section_is_bad_throughout() : Clause("BB-08", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out _, out _, out var range)) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result == 0 || range.AllClean) return NotApplicable;
        if (!step.Sees(Aspect.FirstBad) || !step.Sees(Aspect.BadSectors)) return NotObservable;
        if (!CheckedRange.TryGetSection(step, out var firstBad, out var lastBad)) return NotApplicable;
        return !step.State.Poison.Sectors.HasClean(firstBad, lastBad, out var clean) ? Held
            : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), "a section of recorded sectors", $"sector {Text.Number(clean)} of it is not recorded bad");
    }
}
