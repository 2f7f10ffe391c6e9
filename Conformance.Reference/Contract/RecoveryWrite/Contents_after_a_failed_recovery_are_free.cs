using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class Contents_after_a_failed_recovery_are_free() : Clause("RW-12", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        if (write.Refused || !write.IsInside || step.Success >= 0) return NotApplicable;
        if (!step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, contents.Before, out var before)) return NotApplicable;
        return Judgement.Unconstrained(step.Outcome[Aspect.Contents] == before ? "kept" : "changed");
    }
}
