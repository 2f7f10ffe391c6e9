using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>Where the count is negative or the table is missing as well, the order of the guards is the device's own.</summary>
public sealed class A_dead_device_answers_ENXIO() : Clause("DA-02", OpCode.dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || step.IsAlive) return NotApplicable;
        if (step.Translation.NrPages < 0) return Answers(step, Errno.ENXIO, Errno.EINVAL, "the device was killed, and the count is negative");
        return step.Has(DriverOps.DirectAccess)
            ? Answers(step, Errno.ENXIO, "the device was killed")
            : Answers(step, Errno.ENXIO, Errno.EOPNOTSUPP, "the device was killed, and its table has no direct_access");
    }

    protected override Judgement JudgeFault(Step step) => JudgeAnswer(step);
}
