using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>A file system must not answer one; the kernel warns and goes on.</summary>
public sealed class A_mapping_that_does_not_cover_the_position_is_free() : Clause("IM-19", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!NewMapping.IsDue(step, out var position) || State.Iteration.Covers(in step.Operation, position)) return NotApplicable;
        return !step.Sees(Aspect.Result) ? NotObservable : Judgement.Unconstrained(Errno.Text(step.Result));
    }
}
