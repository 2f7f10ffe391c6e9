using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class A_page_of_a_clean_device_can_be_reached() : Clause("DA-16", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Translation.Served || step.State.Liveness.Revived || !step.State.Poison.Sectors.NoneBad) return NotApplicable;
        if (step.Success == 0) return NotObservable;
        return step.Success > 0 && !(step.Sees(Aspect.Result) && step.Result == 0) ? Held
            : Judgement.Broken(step.Got(), "a count of at least 1", $"page {Text.Number(step.Translation.Pgoff)} exists and nothing is recorded bad: {Text.Device(step)}");
    }
}
