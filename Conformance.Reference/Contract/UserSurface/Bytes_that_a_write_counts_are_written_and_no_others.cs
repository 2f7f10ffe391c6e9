using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class Bytes_that_a_write_counts_are_written_and_no_others() : Clause("US-08", OpCode.pwrite, OpCode.write_direct)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        if (write.Refused || step.Success < 0 || write.Inside == 0) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, contents.Now, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}", $"{Text.Number(write.Written(step))} bytes from byte {Text.Number(write.Offset)} of page {Text.Number(write.Pgoff)} on are said to be written");
    }
}
