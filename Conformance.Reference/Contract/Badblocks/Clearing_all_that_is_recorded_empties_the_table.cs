using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class Clearing_all_that_is_recorded_empties_the_table() : Clause("BB-17", OpCode.badblocks_clear)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (poison, sector, sectors) = (step.State.Poison, step.Operation[0], step.Operation[1]);
        if (!step.Geometry.Present || sectors == 0 || !poison.Expressible(sector, sectors) || poison.Sectors.NoneBad) return NotApplicable;
        if (sector > 0 && !poison.Sectors.Look(0, sector - 1).AllClean || !poison.Sectors.Look(sector + sectors, ulong.MaxValue).AllClean) return NotApplicable;
        if (RecordedPoison.Answer(step) < 0) return NotApplicable;
        if (RecordedPoison.Answer(step) == 0 || !step.Sees(Aspect.Table)) return NotObservable;
        return step.Outcome[Aspect.Table] == RecordedPoison.EmptyTable ? Held
            : Judgement.Broken(step.Got(Aspect.Table), $"table=#{RecordedPoison.EmptyTable:x16}", "no sector outside the range is recorded bad");
    }
}
