using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Kmap;

public sealed class An_unmapping_lowers_the_depth_by_one() : Clause("KM-02", OpCode.kunmap_atomic)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.State.Mappings.IsProper(in step.Operation)) return NotApplicable;
        if (!step.Sees(Aspect.Depth)) return NotObservable;
        var wanted = step.State.Mappings.Depth - 1;
        return step.Outcome[Aspect.Depth] == (ulong)wanted && !(step.Sees(Aspect.Result) && step.Result != 0) ? Held
            : Judgement.Broken(step.Got(Aspect.Depth), $"0 depth={wanted}", "the innermost mapping was unmapped by its address");
    }
}
