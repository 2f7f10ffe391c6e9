using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class A_range_of_acknowledged_sectors_answers_1() : Clause("BB-05", OpCode.badblocks_check)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CheckedRange.TryGet(step, out _, out _, out var range) || !range.SomeBad || (range.Any & SectorState.Unacknowledged) != 0) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result == 0) return NotApplicable;
        return step.Result == 1 ? Held
            : Judgement.Broken(step.Got(Aspect.FirstBad, Aspect.BadSectors), "1", $"every bad sector of the range is acknowledged; {Text.Bad(range.FirstBad, range.FirstBadStep)}");
    }
}
