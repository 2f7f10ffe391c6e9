using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class The_file_page_stays_as_it_was() : Clause("CP-02", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CopiedPage.IsServed(step) || !CopiedPage.Exists(step) || step.Success < 0) return NotApplicable;
        if (step.Success == 0 || !step.Sees(Aspect.Contents)) return NotObservable;
        var (first, count) = step.Window;
        var contents = step.State.Contents;
        if (!contents.TryDigest(first, count, contents.Now, out var wanted)) return NotApplicable;
        return step.Outcome[Aspect.Contents] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Contents), $"contents=#{wanted:x16}", "a private copy only reads the device");
    }
}
