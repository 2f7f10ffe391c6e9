using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.DirectAccess;

/// <summary>In bytes from the start of the resource: data_offset and the pages before.</summary>
public sealed class kaddr_is_the_address_of_page_pgoff() : Clause("DA-11", OpCode.dax_direct_access, OpCode.pmem_dax_direct_access)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var question = step.Translation;
        if (!question.Served || !question.WantsKaddr) return NotApplicable;
        if (!step.Sees(Aspect.Result) || step.Result > 0 && !step.Sees(Aspect.Kaddr)) return NotObservable;
        if (step.Result <= 0) return NotApplicable;
        var wanted = Of(step.Geometry, question.Pgoff);
        return !step.Outcome.IsUntouched(Aspect.Kaddr) && step.Outcome[Aspect.Kaddr] == wanted ? Held
            : Judgement.Broken(step.Got(Aspect.Kaddr), $"kaddr=0x{wanted:x}",
                $"page {Text.Number(question.Pgoff)} of {step.Geometry.PageSize} bytes lies there, counted from data_offset {Text.Number(step.Geometry.DataOffset)}");
    }

    internal static ulong Of(Geometry geometry, ulong pgoff) => geometry.DataOffset + (pgoff << geometry.PageShift);
}
