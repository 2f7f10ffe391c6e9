using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Memory;

/// <summary>And changes nothing else.</summary>
public sealed class A_store_is_seen_through_the_other_mapping() : Clause("MM-04", OpCode.store)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        if (!write.IsInside || step.Success < 0) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, contents.Now, out var wanted)) return NotApplicable;
        if (step.Outcome[Aspect.Contents] == wanted) return Held;
        var unchanged = contents.TryDigest(first, count, contents.Before, out var before) && step.Outcome[Aspect.Contents] == before;
        return Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}",
            $"{Text.Number(write.Bytes)} bytes were stored from byte {Text.Number(write.Offset)} of page {Text.Number(write.Pgoff)} on; {(unchanged ? "the other mapping shows none of them" : "other bytes were seen")}");
    }
}
