using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

/// <summary>Nor does a request that the wrapper refuses.</summary>
public sealed class Zeroing_a_clean_page_changes_no_record() : Clause("ZP-14", OpCode.dax_zero_page_range, OpCode.pmem_dax_zero_page_range)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var write = step.Write;
        if (!step.Geometry.Present || step.State.Poison.Table is not { } before) return NotApplicable;
        var clean = write.IsOnePage && write.IsInside && write.Poison.AllClean;
        if (!clean && !(step.IsWrapper && step.Success < 0 && write.Pgoff < step.Geometry.Pages && write.HasNoEffect(step))) return NotApplicable;
        if (!step.Sees(Aspect.Table)) return NotObservable;
        return step.Outcome[Aspect.Table] == before ? Held
            : Judgement.Broken(step.Got(Aspect.Table), $"table=#{before:x16}", clean ? "no sector of the page was recorded bad" : "the request was refused");
    }
}
