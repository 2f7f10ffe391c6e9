using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class Every_path_unmaps_what_it_mapped() : Clause("CP-10", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Sees(Aspect.Depth)) return NotObservable;
        var depth = step.State.Mappings.Depth;
        return step.Outcome[Aspect.Depth] == (ulong)depth ? Held : Judgement.Broken(step.Got(Aspect.Depth), $"depth={depth}", $"{depth} mappings were held before");
    }
}
