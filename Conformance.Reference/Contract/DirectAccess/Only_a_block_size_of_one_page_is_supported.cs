using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class Only_a_block_size_of_one_page_is_supported() : Clause("DA-34", OpCode.dax_supported)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (step.Operation[0] == (ulong)step.Geometry.PageSize) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 0 ? Held : Judgement.Broken(step.Got(), "0", $"blocks of {Text.Number(step.Operation[0])} bytes, pages of {step.Geometry.PageSize}");
    }
}
