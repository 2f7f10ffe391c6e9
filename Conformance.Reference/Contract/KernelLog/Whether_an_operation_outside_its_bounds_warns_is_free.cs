using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.KernelLog;

public sealed class Whether_an_operation_outside_its_bounds_warns_is_free() : Clause("KL-02", Bounds.EveryOperation)
{
    protected override Judgement JudgeAnswer(Step step) => !step.Sees(Aspect.Warned) ? NotObservable
        : Bounds.AreKept(step) ? NotApplicable
        : Judgement.Unconstrained($"{step.Operation.Code}: {(step.Outcome[Aspect.Warned] == 0 ? "silent" : "warned")}");
}
