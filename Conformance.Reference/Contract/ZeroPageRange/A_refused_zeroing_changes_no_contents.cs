using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

/// <summary>Refused because the device is dead, the pages do not exist or the count is not one; poison has a clause of its own.</summary>
public sealed class A_refused_zeroing_changes_no_contents() : Clause("ZP-08", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        if (!step.Geometry.Present || step.Geometry.Pages == 0 || step.Success > 0 || !write.HasNoEffect(step)) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, contents.Before, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}",
                $"the request failed before there was anything to write, yet pages {Text.Number(first)} to {Text.Number(first + (ulong)count - 1)} changed");
    }
}
