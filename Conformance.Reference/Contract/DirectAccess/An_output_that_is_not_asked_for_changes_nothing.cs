using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>Two equal questions that differ in the outputs asked for have equal results; nothing may have changed in between.</summary>
public sealed class An_output_that_is_not_asked_for_changes_nothing() : Clause("DA-15", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        foreach (var earlier in step.State.Translations)
            if (IsTwin(earlier, step))
            {
                if (!step.Sees(Aspect.Result)) return NotObservable;
                return earlier.Result == step.Result ? Held
                    : Judgement.Broken(step.Got(), Errno.Text(earlier.Result),
                        $"step {earlier.Step} asked the same with kaddr={(earlier.WantsKaddr ? 1 : 0)} pfn={(earlier.WantsPfn ? 1 : 0)}, now kaddr={(question.WantsKaddr ? 1 : 0)} pfn={(question.WantsPfn ? 1 : 0)}");
            }
        return NotApplicable;
    }

    private static bool IsTwin(in AnsweredTranslation earlier, Step step) =>
        earlier.Code == step.Operation.Code && earlier.Pgoff == step.Translation.Pgoff && earlier.NrPages == step.Translation.NrPages
        && earlier.Recovery == (step.Operation[2] != 0) && (earlier.WantsKaddr != step.Translation.WantsKaddr || earlier.WantsPfn != step.Translation.WantsPfn);
}
