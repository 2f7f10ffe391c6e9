using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

public sealed class Every_path_closes_its_read_section() : Clause("CP-09", OpCode.copy_cow_page_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Sees(Aspect.ReadLocks)) return NotObservable;
        var open = step.State.Liveness.Readers;
        return step.Outcome[Aspect.ReadLocks] == (ulong)open ? Held
            : Judgement.Broken(step.Got(Aspect.ReadLocks), $"read_locks={open}", $"{open} read sections were open before");
    }
}
