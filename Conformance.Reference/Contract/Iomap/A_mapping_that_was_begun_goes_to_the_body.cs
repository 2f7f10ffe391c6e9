using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class A_mapping_that_was_begun_goes_to_the_body() : Clause("IM-03", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!NewMapping.IsDue(step, out var position) || !State.Iteration.Covers(in step.Operation, position)) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 1 ? Held : Judgement.Broken(step.Got(Aspect.Begun), "1", "iomap_begin answered a mapping that covers the position");
    }
}
