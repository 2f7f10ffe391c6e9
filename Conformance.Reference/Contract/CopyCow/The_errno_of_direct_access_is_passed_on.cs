using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

/// <summary>dax_direct_access was asked for that one page before, and nothing changed since.</summary>
public sealed class The_errno_of_direct_access_is_passed_on() : Clause("CP-08", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Mapping.IsPlain) return NotApplicable;
        foreach (var earlier in step.State.Translations)
        {
            if (earlier.Code != OpCode.dax_direct_access || earlier.Pgoff != step.Mapping.Pgoff || earlier.NrPages != 1 || earlier.Recovery || earlier.Result >= 0) continue;
            return Answers(step, (int)-earlier.Result, "dax_direct_access answers that for this page");
        }
        return NotApplicable;
    }
}
