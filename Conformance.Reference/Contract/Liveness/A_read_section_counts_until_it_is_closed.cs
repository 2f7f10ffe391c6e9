using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.Liveness;

public sealed class A_read_section_counts_until_it_is_closed() : Clause("LV-04", OpCode.kill_dax, OpCode.run_dax, OpCode.dax_alive, OpCode.dax_read_lock, OpCode.dax_read_unlock)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.ReadLocks)) return NotObservable;
        var (code, liveness) = (step.Operation.Code, step.State.Liveness);
        var wanted = liveness.ReadersAfter(code);
        return step.Outcome[Aspect.ReadLocks] == (ulong)wanted ? Held
            : Judgement.Broken(step.Got(Aspect.ReadLocks), $"read_locks={wanted}", $"{liveness.Readers} read sections were open before {code}");
    }
}
