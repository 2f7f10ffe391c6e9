using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Contract.Iomap;

/// <summary>bdev_dax_pgoff, until 5.16.</summary>
public sealed class A_sector_that_begins_no_page_is_EINVAL() : Clause("IM-22", OpCode.dax_iomap_pgoff)
{
    protected override Judgement JudgeAnswer(Step step) =>
        step.Profile.PgoffHelper != PgoffHelper.BdevDaxPgoff || !step.Mapping.Covers || !step.Mapping.IsUnalignedSector
            ? NotApplicable : Answers(step, Errno.EINVAL, $"the position's sector begins no page");
}
