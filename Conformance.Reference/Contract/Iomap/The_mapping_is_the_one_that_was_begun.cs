using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class The_mapping_is_the_one_that_was_begun() : Clause("IM-04", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!NewMapping.IsDue(step, out _)) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (step.Result <= 0) return NotApplicable;
        if (!step.Sees(Aspect.MapOffset) || !step.Sees(Aspect.MapLength)) return NotObservable;
        return step.Outcome[Aspect.MapOffset] == step.Operation[2] && step.Outcome[Aspect.MapLength] == step.Operation[3] ? Held
            : Judgement.Broken(step.Got(Aspect.MapOffset, Aspect.MapLength), $"map_offset={step.Operation[2]} map_length={step.Operation[3]}", "that is what iomap_begin answered");
    }
}
