using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.KernelLog;

public sealed class An_operation_inside_its_documented_bounds_leaves_no_warning() : Clause("KL-01", Bounds.EveryOperation)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Sees(Aspect.Warned)) return NotObservable;
        if (!Bounds.AreKept(step)) return NotApplicable;
        return step.Outcome[Aspect.Warned] == 0 ? Held
            : Judgement.Broken(step.Got(Aspect.Warned), "nothing in the kernel's log at warning or above", $"{step.Operation} asks for nothing that its documentation rules out");
    }
}
