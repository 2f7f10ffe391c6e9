using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Badblocks;

public sealed class A_set_that_fits_the_table_succeeds() : Clause("BB-12", OpCode.badblocks_set)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (poison, sector, sectors) = (step.State.Poison, step.Operation[0], step.Operation[1]);
        if (!step.Geometry.Present || sectors == 0 || !poison.Expressible(sector, sectors) || !poison.HasRoom(sectors)) return NotApplicable;
        return RecordedPoison.Answer(step) switch
        {
            0 => NotObservable,
            > 0 => Held,
            _ => Judgement.Broken(step.Got(), "success", "the table has room for it, whatever records there are"),
        };
    }
}
