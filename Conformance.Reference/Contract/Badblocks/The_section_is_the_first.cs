using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class The_section_is_the_first() : Clause("BB-09", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out _, out var last, out var range) || !range.SomeBad) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result == 0) return NotApplicable;
        if (!step.Sees(Aspect.FirstBad) || !step.Sees(Aspect.BadSectors)) return NotObservable;
        if (!CheckedRange.TryGetSection(step, out var firstBad, out _) || firstBad > last) return NotApplicable;
        return firstBad <= range.FirstBad ? Held
            : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), $"first_bad of at most {Text.Number(range.FirstBad)}", Text.Bad(range.FirstBad, range.FirstBadStep));
    }
}
