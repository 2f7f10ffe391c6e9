using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>A page-aligned stretch of the disk; until 5.16.</summary>
public sealed class A_disk_is_supported_when_its_first_and_last_page_can_be_reached() : Clause("DA-35", OpCode.dax_supported)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var (block, start, sectors) = (step.Operation[0], step.Operation[1], step.Operation[2]);
        var shift = step.Geometry.PageShift - Geometry.SectorShift;
        if (block != (ulong)step.Geometry.PageSize || sectors == 0 || start > long.MaxValue >> 10 || sectors > long.MaxValue >> 10) return NotApplicable;
        if (step.Geometry.Present && (!step.IsAlive || !step.Has(DriverOps.DirectAccess | DriverOps.DaxSupported))) return NotApplicable;
        var (first, last) = (start >> shift, (start + sectors - 1) >> shift);
        var reach = !step.Geometry.Present || start % (1UL << shift) != 0 || last >= step.Geometry.Pages ? 0 : Math.Min(Reach(step, first, shift), Reach(step, last, shift));
        if (reach == 1) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == (reach == 2 ? 1 : 0) ? Held
            : Judgement.Broken(step.Got(), reach == 2 ? "1" : "0", reach == 2
                ? $"page {Text.Number(first)} and page {Text.Number(last)} can be reached" : $"sectors {Text.Number(start)} to {Text.Number(start + sectors - 1)} do not begin and end in pages that can be reached");
    }

    /// <summary>2: the page can be reached, 1: it is not known, 0: it cannot.</summary>
    private static int Reach(Step step, ulong page, int shift)
    {
        var poison = step.State.Poison.Sectors.Look(page << shift, ((page + 1) << shift) - 1);
        return poison.AllClean ? 2 : poison.SomeBad ? 0 : 1;
    }
}
