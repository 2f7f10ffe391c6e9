using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class pfn_is_the_frame_of_page_pgoff() : Clause("DA-12", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.WantsPfn) return NotApplicable;
        if (!step.Sees(Aspect.Result) || step.Result > 0 && !step.Sees(Aspect.Pfn)) return NotObservable;
        if (step.Result <= 0) return NotApplicable;
        var geometry = step.Geometry;
        var wanted = unchecked(geometry.PhysAddr + geometry.DataOffset + (question.Pgoff << geometry.PageShift)) >> geometry.PageShift;
        return !step.Outcome.IsUntouched(Aspect.Pfn) && step.Outcome[Aspect.Pfn] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Pfn), $"pfn=0x{wanted:x}",
                $"the resource begins at 0x{geometry.PhysAddr:x}, the data area 0x{geometry.DataOffset:x} bytes behind, page {Text.Number(question.Pgoff)} is asked for");
    }
}
