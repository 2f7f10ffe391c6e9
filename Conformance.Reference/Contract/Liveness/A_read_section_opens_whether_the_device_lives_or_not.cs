using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class A_read_section_opens_whether_the_device_lives_or_not() : Clause("LV-05", OpCode.dax_read_lock)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 0 ? Held : Judgement.Broken(step.Got(), "0", "a caller opens a section first and asks for liveness inside it");
    }
}
