using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class A_direct_read_of_a_bad_sector_is_EIO() : Clause("US-09", OpCode.read_direct)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var access = step.Access;
        if (!access.IsServed || access.Inside == 0 || !access.Poison.SomeBad) return NotApplicable;
        return Answers(step, Errno.EIO, Text.Bad(access.Poison.FirstBad, access.Poison.FirstBadStep));
    }
}
