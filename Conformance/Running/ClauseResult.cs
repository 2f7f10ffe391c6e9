using Conformance.Models;

namespace Conformance.Running;

/// <summary>What a run says of one clause.</summary>
public sealed record ClauseResult
{
    public required string Id { get; init; }

    /// <summary>The clause's data; for the exact oracle made from the operation's name.</summary>
    public required ClauseData Data { get; init; }

    public required Status Status { get; init; }

    public required Tally Tally { get; init; }

    /// <summary>Why it is not simply held or broken; empty where there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    public Finding? Finding { get; init; }
}
