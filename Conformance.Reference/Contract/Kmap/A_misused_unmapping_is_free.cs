using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Kmap;

/// <summary>Out of order, of nothing, or by the page: the caller's mistake, which a kernel without a mapping stack cannot notice.</summary>
public sealed class A_misused_unmapping_is_free() : Clause("KM-05", OpCode.kunmap_atomic)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.State.Mappings.IsKnown || step.State.Mappings.IsProper(in step.Operation)) return NotApplicable;
        return !step.Sees(Aspect.Misuse) && !step.Sees(Aspect.Result) ? NotObservable
            : Judgement.Unconstrained(step.Outcome[Aspect.Misuse] != 0 ? ((Misuse)step.Outcome[Aspect.Misuse]).ToString() : "not noticed");
    }
}
