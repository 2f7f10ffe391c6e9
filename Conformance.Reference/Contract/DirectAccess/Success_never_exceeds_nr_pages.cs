using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>Of the wrapper: the driver's member may answer all that follows.</summary>
public sealed class Success_never_exceeds_nr_pages() : Clause("DA-06", OpCode.dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (question.NrPages < 0) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result < 0) return NotApplicable;
        return step.Result <= question.NrPages ? Held
            : Judgement.Broken(step.Got(), $"at most {question.NrPages}", "a caller takes nr_pages for the most it can be given");
    }
}
