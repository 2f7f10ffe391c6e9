using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class A_fault_on_a_clean_page_maps_it() : Clause("US-03", OpCode.fault)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var access = step.Access;
        if (!access.IsServed || access.Inside == 0 || !access.Poison.AllClean) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success > 0 ? Held : Judgement.Broken(step.Got(Aspect.Signal), "ok", "no sector of the page is recorded bad");
    }
}
