using System.Collections.Immutable;

namespace Conformance.Evidence;

/// <summary>What one driver of one kernel was seen to do with one clause, where there is more to say than the status.</summary>
public sealed record EvidenceCell
{
    public required string Clause { get; init; }

    /// <summary>As in every report: held, waived, broken, unconstrained, not-observable, not-supported.</summary>
    public required string Status { get; init; }

    /// <summary>What it does where the contract leaves it free.</summary>
    public ImmutableArray<string>? Free { get; init; }

    /// <summary>The known deviations that were seen.</summary>
    public ImmutableArray<string>? Deviations { get; init; }

    public EvidenceBreak? Break { get; init; }
}
