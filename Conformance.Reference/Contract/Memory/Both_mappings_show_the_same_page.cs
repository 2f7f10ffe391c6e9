using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Memory;

/// <summary>Two loads of one page, through either mapping, with nothing written in between.</summary>
public sealed class Both_mappings_show_the_same_page() : Clause("MM-07", OpCode.load)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        foreach (var earlier in step.State.Questions)
        {
            if (earlier.Operation.Code != OpCode.load || earlier.Operation[0] != step.Operation[0] || earlier.Epoch != step.State.Contents.Now) continue;
            if (!earlier.Outcome.Has(Aspect.Contents)) continue;
            if (!step.Sees(Aspect.Contents)) return NotObservable;
            return earlier.Outcome[Aspect.Contents] == step.Outcome[Aspect.Contents] ? Held
                : Judgement.Broken(step.Got(Aspect.Contents), earlier.Outcome.Text(Aspect.Contents), $"step {earlier.Step} read the page through mapping {earlier.Operation[1]}, this one through mapping {step.Operation[1]}");
        }
        return NotApplicable;
    }
}
