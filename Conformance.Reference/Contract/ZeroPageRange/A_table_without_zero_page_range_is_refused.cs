using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

public sealed class A_table_without_zero_page_range_is_refused() : Clause("ZP-01", OpCode.alloc_dax)
{
    protected override Judgement JudgeAnswer(Step step) =>
        !step.Geometry.Present || (step.Geometry.Ops & DriverOps.Table) == 0 || step.Has(DriverOps.ZeroPageRange)
            ? NotApplicable : Answers(step, Errno.EINVAL, "zero_page_range is a required operation and the table has none");
}
