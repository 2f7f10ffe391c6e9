using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

/// <summary>Seen where nothing is recorded: which records stand for the same sectors is the table's own business.</summary>
public sealed class An_empty_range_records_nothing() : Clause("BB-15", OpCode.badblocks_set, OpCode.badblocks_clear)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || step.Operation[1] != 0 || !step.State.Poison.Sectors.NoneBad) return NotApplicable;
        if (!step.Sees(Aspect.Table)) return NotObservable;
        return step.Outcome[Aspect.Table] == RecordedPoison.EmptyTable ? Held
            : Judgement.Broken(step.Got(Aspect.Table), $"table=#{RecordedPoison.EmptyTable:x16}", "the range is empty, and no sector was recorded bad");
    }
}
