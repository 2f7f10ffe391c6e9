using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>Since 5.14; before, the count itself came back as if it were an errno.</summary>
public sealed class A_negative_nr_pages_is_answered_with_EINVAL() : Clause("DA-04", OpCode.dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step) =>
        step.Profile.NegativeCount != NegativeCount.EInval || !step.IsAlive || !step.Has(DriverOps.DirectAccess) || step.Translation.NrPages >= 0
            ? NotApplicable : Answers(step, Errno.EINVAL, "nr_pages is negative");

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
