using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>Of the driver's member only where the wrapper would have called it.</summary>
public sealed class The_answer_is_a_count_or_an_errno() : Clause("DA-05", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.IsWrapper && !step.Translation.Reaches) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result >= -Errno.MAX_ERRNO ? Held
            : Judgement.Broken(step.Got(), $"a count of pages, or an errno from -{Errno.MAX_ERRNO} to -1", "callers take every negative answer for an errno");
    }
}
