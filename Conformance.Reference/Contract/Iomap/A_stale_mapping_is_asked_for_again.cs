using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>Since 6.2 (and 6.1.y): a body that finds its mapping stale processes nothing and gets a new one.</summary>
public sealed class A_stale_mapping_is_asked_for_again() : Clause("IM-13", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call != IterationCall.Again) return NotApplicable;
        if (!step.Sees(Aspect.Begun)) return NotObservable;
        return step.Outcome[Aspect.Begun] == 1 ? Held : Judgement.Broken(step.Got(Aspect.Begun), "begun=1", "the mapping was marked IOMAP_F_STALE");
    }
}
