using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class iomap_end_is_told_the_length_of_the_mapping() : Clause("IM-16", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.State.Iteration.HasMapping || step.Call is IterationCall.Outside) return NotApplicable;
        if (!step.Sees(Aspect.EndLength)) return NotObservable;
        var wanted = step.State.Iteration.MappedLength;
        return step.Outcome[Aspect.EndLength] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.EndLength), $"end_length={wanted}", "the mapping gave the body so many bytes, from its position to the end of mapping, source or range");
    }
}
