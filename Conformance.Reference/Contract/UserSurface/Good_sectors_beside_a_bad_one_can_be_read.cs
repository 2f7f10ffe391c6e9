using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class Good_sectors_beside_a_bad_one_can_be_read() : Clause("US-10", OpCode.read_direct)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var access = step.Access;
        if (!access.IsServed || access.Inside == 0 || !access.Poison.AllClean) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if ((ulong)step.Result != access.Inside) return Judgement.Broken(step.Got(), Text.Number(access.Inside), "none of these sectors is recorded bad");
        if (!step.Sees(Aspect.Contents)) return Held;
        if (!step.State.Contents.TryDigestBytes(access.Start, access.Inside, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}", "other bytes were written there last");
    }
}
