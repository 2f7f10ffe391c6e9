using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class Whether_a_crowded_table_takes_a_set_is_free() : Clause("BB-19", OpCode.badblocks_set)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (poison, sector, sectors) = (step.State.Poison, step.Operation[0], step.Operation[1]);
        if (!step.Geometry.Present || sectors == 0 || !poison.Expressible(sector, sectors) || poison.HasRoom(sectors)) return NotApplicable;
        var answer = RecordedPoison.Answer(step);
        return answer == 0 ? NotObservable : Judgement.Unconstrained(answer > 0 ? "taken" : "refused");
    }
}
