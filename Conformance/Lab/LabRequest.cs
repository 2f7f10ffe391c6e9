using Conformance.RealDevice.Lab;
using Conformance.Running;

namespace Conformance.Lab;

/// <summary>What a lab run was asked for.</summary>
/// <param name="Kernels">the generations to boot, in their order</param>
/// <param name="Drivers">only these; empty: all that a kernel has and that <see cref="LabDrivers.ByDefault"/> does not leave out</param>
/// <param name="Oracle">what to judge by</param>
/// <param name="Seed">of the generated cases</param>
/// <param name="Cases">generated histories a driver; null: the default, fewer for a device of fixed size</param>
/// <param name="Own">a kernel image of the user's own, or null</param>
public sealed record LabRequest(IReadOnlyList<string> Kernels, IReadOnlyList<string> Drivers, Oracle Oracle, ulong Seed, int? Cases, OwnKernel? Own)
{
    /// <summary>Generated histories of a driver that claims to be nd_pmem, whose every answer the exact model says; null: as for any.</summary>
    public int? ExactCases { get; init; }

    /// <summary>How guests load the probe, and a module of the user's own with it.</summary>
    public ProbeLoad Load { get; init; } = new();

    /// <summary>The author's own waivers.</summary>
    public IReadOnlyList<Models.Waiver> Waivers { get; init; } = [];

    /// <summary>The day by which they expire.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Where there is a module of the user's own, it is what is checked unless drivers are named beside it.</summary>
    public bool Selects(string driver) => driver == Load.Module?.Name || (Drivers.Count == 0 ? Load.Module is null && LabDrivers.ByDefault(driver) : Drivers.Contains(driver));
}
