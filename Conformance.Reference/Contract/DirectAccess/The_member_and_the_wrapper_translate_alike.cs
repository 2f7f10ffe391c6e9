using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class The_member_and_the_wrapper_translate_alike() : Clause("DA-28", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.IsSound(step)) return NotApplicable;
        foreach (var earlier in step.State.Translations)
        {
            if (earlier.Code == step.Operation.Code || earlier.Pgoff != question.Pgoff || earlier.Pages == 0) continue;
            var kaddr = earlier.Kaddr is not null && question.WantsKaddr;
            var pfn = earlier.Pfn is not null && question.WantsPfn;
            if (!kaddr && !pfn) continue;
            if (kaddr && !step.Sees(Aspect.Kaddr) || pfn && !step.Sees(Aspect.Pfn)) return NotObservable;
            return (!kaddr || step.Outcome[Aspect.Kaddr] == earlier.Kaddr) && (!pfn || step.Outcome[Aspect.Pfn] == earlier.Pfn) ? Held
                : Judgement.Broken(step.Got(Aspect.Kaddr, Aspect.Pfn), $"kaddr=0x{earlier.Kaddr ?? 0:x} pfn=0x{earlier.Pfn ?? 0:x}",
                    $"{earlier.Code} answered that for the same page at step {earlier.Step}");
        }
        return NotApplicable;
    }
}
