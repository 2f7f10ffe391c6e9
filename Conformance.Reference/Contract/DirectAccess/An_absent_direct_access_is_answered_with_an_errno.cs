using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>EOPNOTSUPP for a missing table since 7.1; before, and for a table without the member, any errno.</summary>
public sealed class An_absent_direct_access_is_answered_with_an_errno() : Clause("DA-03", OpCode.dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.IsAlive || step.Has(DriverOps.DirectAccess)) return NotApplicable;
        if (step.Profile.NullOpsGuard && (step.Geometry.Ops & DriverOps.Table) == 0)
            return step.Translation.NrPages < 0
                ? Answers(step, Errno.EOPNOTSUPP, Errno.EINVAL, "the device has no table of operations, and the count is negative")
                : Answers(step, Errno.EOPNOTSUPP, "the device has no table of operations");
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held : Judgement.Broken(step.Got(), "a negative errno", "the device has no direct_access to call");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
