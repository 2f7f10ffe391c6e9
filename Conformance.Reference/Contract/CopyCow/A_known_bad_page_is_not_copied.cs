using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class A_known_bad_page_is_not_copied() : Clause("CP-04", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!CopiedPage.IsServed(step) || !CopiedPage.Exists(step)) return NotApplicable;
        var poison = CopiedPage.Poison(step);
        if (!poison.SomeBad) return NotApplicable;
        if (step.Sees(Aspect.Result) && step.Result == -step.Profile.PoisonErrno) return Held;
        return step.Sees(Aspect.Result) || step.Success > 0
            ? Judgement.Broken(step.Got(), Text.Error(step.Profile.PoisonErrno), $"page {Text.Number(step.Mapping.Pgoff)} is bad: {Text.Bad(poison.FirstBad, poison.FirstBadStep)}")
            : NotObservable;
    }
}
