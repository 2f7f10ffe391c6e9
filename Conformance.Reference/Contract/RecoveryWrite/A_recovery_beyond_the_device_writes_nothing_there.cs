using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

public sealed class A_recovery_beyond_the_device_writes_nothing_there() : Clause("RW-09", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || !write.Callable || write.Bytes == 0 || write.IsInside) return NotApplicable;
        if (!step.Faulted && !step.Sees(Aspect.Result)) return NotObservable;
        return !step.Faulted && (ulong)step.Result <= write.Inside ? Held
            : Judgement.Broken(step.Got(), write.Inside == 0 ? "0" : $"0 to {Text.Number(write.Inside)}",
                $"page {Text.Number(Math.Max(write.Pgoff, step.Geometry.Pages))} does not exist: {Text.Device(step)}");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
