using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class pfn_and_kaddr_name_the_same_memory() : Clause("DA-13", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.WantsKaddr || !question.WantsPfn) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result <= 0) return NotApplicable;
        if (!step.Sees(Aspect.Kaddr) || !step.Sees(Aspect.Pfn)) return NotObservable;
        if ((step.Outcome.Untouched & AspectSet.Of(Aspect.Kaddr, Aspect.Pfn)) != AspectSet.Empty) return NotApplicable;
        var frame = unchecked(step.Geometry.PhysAddr + step.Outcome[Aspect.Kaddr]) >> step.Geometry.PageShift;
        return step.Outcome[Aspect.Pfn] == frame ? Held
            : Judgement.Broken(step.Got(Aspect.Kaddr, Aspect.Pfn), $"pfn=0x{frame:x} with that kaddr",
                $"the resource is mapped from 0x{step.Geometry.PhysAddr:x} on, so kaddr and pfn name different memory");
    }
}
