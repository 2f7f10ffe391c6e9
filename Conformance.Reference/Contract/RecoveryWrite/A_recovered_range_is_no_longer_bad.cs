using Conformance.Reference.Contract.State;
using Conformance.Reference.Contract.ZeroPageRange;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

/// <summary>Seen by a table that must be empty now; where more is recorded, later steps tell.</summary>
public sealed class A_recovered_range_is_no_longer_bad() : Clause("RW-08", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (write.Refused || !write.IsInside || !write.IsAligned || !write.Poison.SomeBad || write.CanClear == false || step.Success < 0) return NotApplicable;
        if (!A_zeroed_page_is_no_longer_bad.LeavesNothingBad(step)) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Table)) return NotObservable;
        if (write.Written(step) < write.Bytes) return NotApplicable;
        return step.Outcome[Aspect.Table] == RecordedPoison.EmptyTable ? Held
            : Judgement.Broken(step.Got(Aspect.Table), $"table=#{RecordedPoison.EmptyTable:x16}",
                $"the whole range was recovered, and no other sector was bad: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }
}
