using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class Success_zeroes_the_pages_asked_for_and_nothing_else() : Clause("ZP-06", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        var nothing = write.Bytes == 0 && step.IsAlive && write.Callable && write.Pgoff < step.Geometry.Pages;
        if (!nothing && (!write.IsInside || write.Refused) || step.Success < 0) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, nothing ? contents.Before : contents.Now, out var wanted)) return NotApplicable;
        if (step.Outcome[Aspect.Contents] == wanted) return Held;
        var unchanged = contents.TryDigest(first, count, contents.Before, out var before) && step.Outcome[Aspect.Contents] == before;
        var pages = nothing ? "no page" : write.IsOnePage ? $"page {Text.Number(write.Pgoff)}" : $"pages {Text.Number(write.Pgoff)} to {Text.Number(write.Pgoff + (ulong)write.NrPages - 1)}";
        return Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}",
            $"{pages} must be zero and pages {Text.Number(first)} to {Text.Number(first + (ulong)count - 1)} otherwise as before; {(unchanged && !nothing ? "nothing was written" : "other bytes were seen")}");
    }
}
