using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.CopyCow;

/// <summary>The page that a copy_cow_page_dax is about.</summary>
internal static class CopiedPage
{
    /// <summary>An aligned mapping that covers the position, on a device that is there, lives and can be asked.</summary>
    public static bool IsServed(Step step) => step.Mapping.IsPlain && step.IsAlive && step.Has(DriverOps.DirectAccess);

    public static bool Exists(Step step) => step.Geometry.Present && step.Mapping.Pgoff < step.Geometry.Pages;

    /// <summary>Poison on an existing page.</summary>
    public static RangeState Poison(Step step)
    {
        var shift = step.Geometry.PageShift - Geometry.SectorShift;
        return step.State.Poison.Sectors.Look(step.Mapping.Pgoff << shift, ((step.Mapping.Pgoff + 1) << shift) - 1);
    }
}
