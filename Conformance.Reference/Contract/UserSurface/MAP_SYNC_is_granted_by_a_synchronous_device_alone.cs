using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.UserSurface;

public sealed class MAP_SYNC_is_granted_by_a_synchronous_device_alone() : Clause("US-12", OpCode.map_sync)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        if (!step.Geometry.Synchronous) return Answers(step, Errno.EOPNOTSUPP, "stores become persistent only after the host was asked (virtio_pmem)");
        return step.Result == 0 ? Held : Judgement.Broken(step.Got(), "0", "what is stored is persistent once its metadata is");
    }
}
