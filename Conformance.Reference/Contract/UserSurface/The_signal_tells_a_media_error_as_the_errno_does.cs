using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

/// <summary>BUS_MCEERR_AR where direct_access answers EHWPOISON, BUS_ADRERR where it answers EIO.</summary>
public sealed class The_signal_tells_a_media_error_as_the_errno_does() : Clause("US-02", OpCode.fault)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var access = step.Access;
        if (!access.IsServed || access.Inside == 0 || !access.Poison.SomeBad || step.Success > 0) return NotApplicable;
        if (!step.Sees(Aspect.Signal)) return NotObservable;
        var wanted = step.Profile.PoisonErrno == Errno.EHWPOISON ? SignalCode.BUS_MCEERR_AR : SignalCode.BUS_ADRERR;
        return step.Outcome[Aspect.Signal] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Signal), $"signal={SignalCode.Text(wanted)}", $"{Text.Bad(access.Poison.FirstBad, access.Poison.FirstBadStep)}, for which direct_access answers {Text.Error(step.Profile.PoisonErrno)}");
    }
}
