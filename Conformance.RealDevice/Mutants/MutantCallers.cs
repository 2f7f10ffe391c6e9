using Conformance.RealDevice.Mapped;
using static Conformance.RealDevice.Mutants.MutantParts;

namespace Conformance.RealDevice.Mutants;

/// <summary>The operations of a device's users, right but for what is overridden.</summary>
/// <param name="parts">what they are made of</param>
internal abstract class MutantCallers(CallersOf parts) : CallerOperations(parts.Pmem, parts.Page, parts.Dax, parts.Kmaps, parts.Iterator)
{
    protected CallersOf Parts => parts;

    /// <summary>It is the last page of the device.</summary>
    protected bool IsLast(ulong pgoff) => pgoff + 1 == Device.Pages;
}
