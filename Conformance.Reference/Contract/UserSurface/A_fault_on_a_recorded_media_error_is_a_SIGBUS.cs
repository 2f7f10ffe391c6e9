using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class A_fault_on_a_recorded_media_error_is_a_SIGBUS() : Clause("US-01", OpCode.fault)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var access = step.Access;
        if (!access.IsServed || access.Inside == 0 || !access.Poison.SomeBad) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held : Judgement.Broken(step.Got(), "failed", $"the page must not be mapped: {Text.Bad(access.Poison.FirstBad, access.Poison.FirstBadStep)}");
    }
}
