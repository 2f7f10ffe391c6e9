using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

public sealed class A_valid_translation_comes_back() : Clause("DA-33", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step) =>
        !step.Translation.Reaches || step.Translation.Remaining == 0 ? NotApplicable : step.Success == 0 ? NotObservable : Held;

    protected override Judgement JudgeFault(Step step) =>
        !step.Translation.Reaches || step.Translation.Remaining == 0 ? NotApplicable
            : Judgement.Broken(step.Got(), "an answer", "the device is alive, the page exists and nothing but the arguments is to be read");
}
