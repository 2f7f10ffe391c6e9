using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

public sealed class A_position_maps_to_its_page() : Clause("IM-21", OpCode.dax_iomap_pgoff)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var mapping = step.Mapping;
        if (!mapping.IsPlain) return NotApplicable;
        if (!step.Sees(Aspect.Result) || step.Result == 0 && !step.Sees(Aspect.Pgoff)) return NotObservable;
        return step.Result == 0 && step.Outcome[Aspect.Pgoff] == mapping.Pgoff ? Held
            : Judgement.Broken(step.Got(Aspect.Pgoff), $"0 pgoff=0x{mapping.Pgoff:x}",
                $"the mapping begins at device byte {Text.Number(mapping.Address)} for file byte {Text.Number(mapping.Offset)}, pages have {step.Geometry.PageSize} bytes");
    }
}
