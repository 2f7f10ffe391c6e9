using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>Two positions of one mapping are as many pages apart on the device as in the file.</summary>
public sealed class Pages_of_a_mapping_are_pages_of_the_device_in_order() : Clause("IM-24", OpCode.dax_iomap_pgoff)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var mapping = step.Mapping;
        if (!mapping.IsPlain) return NotApplicable;
        foreach (var earlier in step.State.Questions)
        {
            var asked = earlier.Operation;
            if (asked.Code != OpCode.dax_iomap_pgoff || asked[0] != mapping.Address || asked[1] != mapping.Offset || asked.Signed(2) < 0) continue;
            if (!earlier.Outcome.Has(Aspect.Pgoff) || earlier.Outcome.Result != 0 || asked[2] >> step.Geometry.PageShift < mapping.Offset >> step.Geometry.PageShift) continue;
            if (!step.Sees(Aspect.Pgoff)) return NotObservable;
            var apart = unchecked((step.Operation[2] >> step.Geometry.PageShift) - (asked[2] >> step.Geometry.PageShift));
            var wanted = unchecked(earlier.Outcome[Aspect.Pgoff] + apart);
            return step.Outcome[Aspect.Pgoff] == wanted ? Held
                : Judgement.Broken(step.Got(Aspect.Pgoff), $"pgoff=0x{wanted:x}", $"step {earlier.Step} asked for position {asked.Signed(2)} of this mapping");
        }
        return NotApplicable;
    }
}
