using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>The kernel asks the file system for a mapping of length 0.</summary>
public sealed class An_iteration_over_no_bytes_is_free() : Clause("IM-20", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call != IterationCall.Empty) return NotApplicable;
        return !step.Sees(Aspect.Begun) ? NotObservable : Judgement.Unconstrained(step.Outcome[Aspect.Begun] == 1 ? "asks for a mapping" : "ends at once");
    }
}
