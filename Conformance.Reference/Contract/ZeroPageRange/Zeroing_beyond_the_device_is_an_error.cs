using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class Zeroing_beyond_the_device_is_an_error() : Clause("ZP-07", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || !write.Callable || write.NrPages == 0 || write.IsInside) return NotApplicable;
        if (!step.Faulted && step.Success == 0) return NotObservable;
        return step.Success < 0 ? Held
            : Judgement.Broken(step.Got(), "a negative errno", $"page {Text.Number(Math.Max(write.Pgoff, step.Geometry.Pages))} does not exist: {Text.Device(step)}");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
