using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>Result, and kaddr and pfn of a success, as long as nothing changed that an answer may depend on.</summary>
public sealed class The_same_question_gets_the_same_answer() : Clause("DA-24", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        foreach (var earlier in step.State.Translations)
            if (IsTwin(earlier, step))
            {
                if (!step.Sees(Aspect.Result)) return NotObservable;
                var same = earlier.Result == step.Result && (step.Result <= 0
                    || Same(step, Aspect.Kaddr, earlier.Kaddr) && Same(step, Aspect.Pfn, earlier.Pfn));
                return same ? Held : Judgement.Broken(step.Got(Aspect.Kaddr, Aspect.Pfn), Before(earlier), $"step {earlier.Step} asked the same, and nothing changed since");
            }
        return NotApplicable;
    }

    private static bool IsTwin(in AnsweredTranslation earlier, Step step) =>
        earlier.Code == step.Operation.Code && earlier.Pgoff == step.Translation.Pgoff && earlier.NrPages == step.Translation.NrPages
        && earlier.Recovery == (step.Operation[2] != 0) && earlier.WantsKaddr == step.Translation.WantsKaddr && earlier.WantsPfn == step.Translation.WantsPfn;

    private static bool Same(Step step, Aspect aspect, ulong? before) => before is null || !step.Sees(aspect) || step.Outcome[aspect] == before;

    private static string Before(in AnsweredTranslation earlier) =>
        $"{Errno.Text(earlier.Result)}{(earlier.Kaddr is { } kaddr ? $" kaddr=0x{kaddr:x}" : "")}{(earlier.Pfn is { } pfn ? $" pfn=0x{pfn:x}" : "")}";
}
