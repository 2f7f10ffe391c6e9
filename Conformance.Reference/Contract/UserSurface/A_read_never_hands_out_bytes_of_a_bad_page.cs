using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

/// <summary>Bytes of the good pages before it may come.</summary>
public sealed class A_read_never_hands_out_bytes_of_a_bad_page() : Clause("US-05", OpCode.pread)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var access = step.Access;
        if (!access.IsServed || access.Inside == 0 || !access.Poison.SomeBad) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        var good = access.GoodBefore(step.Geometry);
        return step.Success < 0 || step.Sees(Aspect.Result) && step.Result > 0 && (ulong)step.Result <= good ? Held
            : Judgement.Broken(step.Got(), good == 0 ? "an errno" : $"an errno or 1 to {Text.Number(good)}", Text.Bad(access.Poison.FirstBad, access.Poison.FirstBadStep));
    }
}
