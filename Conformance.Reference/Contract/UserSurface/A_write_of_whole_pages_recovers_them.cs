using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class A_write_of_whole_pages_recovers_them() : Clause("US-07", OpCode.pwrite)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.IsAlive || write.Refused || !write.IsInside || !write.IsAligned || !write.Poison.SomeBad || write.CanClear != true) return NotApplicable;
        if (!step.Profile.AccessMode || !step.Has(DriverOps.RecoveryWrite)) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return (ulong)step.Result == write.Bytes ? Held
            : Judgement.Broken(step.Got(), Text.Number(write.Bytes), $"whole pages are written and one clear command clears their poison: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }
}
