using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class Bytes_that_a_recovery_counts_are_written_and_no_others() : Clause("RW-05", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        if (write.Refused || step.Success < 0 || !write.IsInside) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, contents.Now, out var wanted)) return NotApplicable;
        if (step.Outcome[Aspect.Contents] == wanted) return Held;
        var unchanged = contents.TryDigest(first, count, contents.Before, out var before) && step.Outcome[Aspect.Contents] == before;
        return Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}",
            $"{Text.Number(write.Written(step))} bytes from byte {Text.Number(write.Offset)} of page {Text.Number(write.Pgoff)} on are said to be written; {(unchanged ? "nothing was" : "other bytes were seen")}");
    }
}
