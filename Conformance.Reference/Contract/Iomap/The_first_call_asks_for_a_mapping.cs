using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class The_first_call_asks_for_a_mapping() : Clause("IM-02", OpCode.iomap_iter)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Call != IterationCall.First) return NotApplicable;
        if (!step.Sees(Aspect.Begun)) return NotObservable;
        return step.Outcome[Aspect.Begun] == 1 && step.Outcome[Aspect.Ended] == 0 ? Held
            : Judgement.Broken(step.Got(Aspect.Begun, Aspect.Ended), "begun=1 ended=0", $"{step.State.Iteration.Length} bytes are to be processed and there is no mapping yet");
    }
}
