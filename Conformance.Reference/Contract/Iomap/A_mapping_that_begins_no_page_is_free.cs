using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>Since 5.17, and where the mapping does not cover the position.</summary>
public sealed class A_mapping_that_begins_no_page_is_free() : Clause("IM-23", OpCode.dax_iomap_pgoff)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        var mapping = step.Mapping;
        if (mapping.IsPlain || mapping.Covers && mapping.IsUnalignedSector && step.Profile.PgoffHelper == PgoffHelper.BdevDaxPgoff) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return Judgement.Unconstrained(step.Result != 0 ? Errno.Text(step.Result) : step.Outcome[Aspect.Pgoff] == mapping.Pgoff ? "rounded down" : "another page");
    }
}
