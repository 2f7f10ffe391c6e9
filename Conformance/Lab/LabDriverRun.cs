using System.Collections.Immutable;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Lab;

/// <summary>What became of one driver of one kernel.</summary>
public sealed record LabDriverRun
{
    public required LabProvider Provider { get; init; }

    /// <summary>What was found out; null where it was not checked.</summary>
    public RunResult? Result { get; init; }

    /// <summary>Why it was not checked: absent, or the guest would not open it. Empty where it was.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the lab itself could not do, as against what the kernel does not have.</summary>
    public bool Failed { get; init; }

    /// <summary>The named edge cases; empty for a device of fixed size.</summary>
    public ImmutableArray<EdgeCaseAnswers> EdgeCases { get; init; } = [];

    public LabCalls Calls => Result is null ? default : LabCalls.Of(Result.Target);

    public TimeSpan Elapsed { get; init; }

    /// <summary>Histories that took a guest down.</summary>
    public ImmutableArray<LostDevice> Lost => Result?.Lost ?? [];

    /// <summary>An absent driver is no failure of the run; one that could not be opened is.</summary>
    public int ExitCode => Result?.ExitCode ?? (Failed ? CommandLine.ExitCodes.Harness : CommandLine.ExitCodes.NothingChecked);
}
