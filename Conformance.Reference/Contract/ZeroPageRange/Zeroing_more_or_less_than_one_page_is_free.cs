using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

/// <summary>No caller does; the wrapper refuses with EIO until device mapper splits such requests.</summary>
public sealed class Zeroing_more_or_less_than_one_page_is_free() : Clause("ZP-15", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || !write.Callable || write.IsOnePage || write.NrPages != 0 && !write.IsInside) return NotApplicable;
        return !step.Sees(Aspect.Result) ? NotObservable : Judgement.Unconstrained(Errno.Text(step.Result));
    }
}
