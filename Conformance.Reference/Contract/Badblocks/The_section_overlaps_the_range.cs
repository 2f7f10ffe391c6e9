using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class The_section_overlaps_the_range() : Clause("BB-07", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out var first, out var last, out _)) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result == 0) return NotApplicable;
        if (!step.Sees(Aspect.FirstBad) || !step.Sees(Aspect.BadSectors)) return NotObservable;
        return CheckedRange.TryGetSection(step, out var firstBad, out var lastBad) && firstBad <= last && lastBad >= first ? Held
            : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), $"a section that overlaps sectors {Text.Number(first)} to {Text.Number(last)}",
                "a caller takes first_bad and bad_sectors for the bad part of what it asked for");
    }
}
