using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

/// <summary>Nor does clearing what is clean.</summary>
public sealed class An_empty_range_changes_no_record() : Clause("BB-15", OpCode.badblocks_set, OpCode.badblocks_clear)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (sector, sectors) = (step.Operation[0], step.Operation[1]);
        if (!step.Geometry.Present || step.State.Poison.Table is not { } before) return NotApplicable;
        if (sectors != 0 && (step.Operation.Code == OpCode.badblocks_set || !step.State.Poison.Expressible(sector, sectors)
            || !step.State.Poison.Sectors.Look(sector, sector + sectors - 1).AllClean)) return NotApplicable;
        if (!step.Sees(Aspect.Table)) return NotObservable;
        return step.Outcome[Aspect.Table] == before ? Held
            : Judgement.Broken(step.Got(Aspect.Table), $"table=#{before:x16}", sectors == 0 ? "the range is empty" : "no sector of the range was recorded bad");
    }
}
