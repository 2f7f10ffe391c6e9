using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class A_revived_device_answers_again() : Clause("LV-10", OpCode.dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !step.State.Liveness.Revived || !question.AllClean) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success > 0 && !(step.Sees(Aspect.Result) && step.Result == 0) ? Held
            : Judgement.Broken(step.Got(), "a count of at least 1", "run_dax revived the device and the pages are clean");
    }
}
