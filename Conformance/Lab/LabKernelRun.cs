using System.Collections.Immutable;
using Conformance.CommandLine;

namespace Conformance.Lab;

/// <summary>What became of one kernel: one boot, every driver after the other.</summary>
public sealed record LabKernelRun
{
    /// <summary>The generation.</summary>
    public required string Kernel { get; init; }

    /// <summary>As uname -r says.</summary>
    public required string Release { get; init; }

    /// <summary>The profile it is judged by.</summary>
    public required string Profile { get; init; }

    public required ImmutableArray<LabDriverRun> Drivers { get; init; }

    public TimeSpan BootTime { get; init; }

    /// <summary>From the start of QEMU to its end.</summary>
    public TimeSpan TotalTime { get; init; }

    /// <summary>The worst of its drivers; a driver that this kernel does not have counts only when there is no other.</summary>
    public int ExitCode => ExitCodes.Worst(Drivers.Where(d => d.Result is not null || d.Failed).Select(d => d.ExitCode).DefaultIfEmpty(ExitCodes.NothingChecked));
}
