using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.ZeroPageRange;

/// <summary>And so is no table at all: device-dax has none.</summary>
public sealed class A_table_with_zero_page_range_is_accepted() : Clause("ZP-02", OpCode.alloc_dax)
{
    protected override Judgement JudgeAnswer(Step step)
    {
        if (!step.Geometry.Present || (step.Geometry.Ops & DriverOps.Table) != 0 && !step.Has(DriverOps.ZeroPageRange)) return NotApplicable;
        if (!step.Sees(Aspect.Result)) return NotObservable;
        return step.Result == 0 ? Held
            : Judgement.Broken(step.Got(), "0", step.Has(DriverOps.ZeroPageRange) ? "the table has all that is required" : "a device may have no table");
    }
}
