using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.RecoveryWrite;

/// <summary>A size_t: there is no errno, 0 is the failure.</summary>
public sealed class A_recovery_answers_a_part_of_the_bytes_asked_for() : Clause("RW-01", OpCode.dax_recovery_write, OpCode.pmem_recovery_write)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return (ulong)step.Result <= step.Write.Bytes ? Held
            : Judgement.Broken(step.Got(), $"0 to {Text.Number(step.Write.Bytes)}", "the iterator holds no more bytes than that");
    }
}
