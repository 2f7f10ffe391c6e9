using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

/// <summary>Seen by a table that must be empty now; where more is recorded, later steps tell.</summary>
public sealed class A_zeroed_page_is_no_longer_bad() : Clause("ZP-13", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (write.Refused || !write.IsOnePage || !write.Poison.SomeBad || write.CanClear == false || step.Success < 0 || !LeavesNothingBad(step)) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Table)) return NotObservable;
        return step.Outcome[Aspect.Table] == RecordedPoison.EmptyTable ? Held
            : Judgement.Broken(step.Got(Aspect.Table), $"table=#{RecordedPoison.EmptyTable:x16}",
                $"writing the page clears its poison, and no other sector was bad: {Text.Bad(write.Poison.FirstBad, write.Poison.FirstBadStep)}");
    }

    /// <summary>No sector outside the pages of the write may be bad.</summary>
    internal static bool LeavesNothingBad(Step step)
    {
        var (write, sectors, shift) = (step.Write, step.State.Poison.Sectors, step.Geometry.PageShift - Geometry.SectorShift);
        var first = write.Start >> step.Geometry.PageShift << shift;
        var behind = (((write.Start + write.Inside - 1) >> step.Geometry.PageShift) + 1) << shift;
        return (first == 0 || sectors.Look(0, first - 1).AllClean) && sectors.Look(behind, ulong.MaxValue).AllClean;
    }
}
