using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

/// <summary>Refused because the device is dead, has no recovery_write or has no such page.</summary>
public sealed class A_refused_recovery_changes_no_contents() : Clause("RW-13", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (write, contents) = (step.Write, step.State.Contents);
        if (!step.Geometry.Present || step.Geometry.Pages == 0 || !write.Refused || step.Success > 0) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        if (!contents.TryDigest(first, count, contents.Before, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}",
                $"nothing was to be recovered, yet pages {Text.Number(first)} to {Text.Number(first + (ulong)count - 1)} changed");
    }
}
