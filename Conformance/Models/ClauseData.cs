using Conformance.Reference.Contract;

namespace Conformance.Models;

/// <summary>What models/contract says of one clause.</summary>
public sealed record ClauseData
{
    public required string Id { get; init; }

    /// <summary>One sentence; the clause's name wherever it is shown.</summary>
    public required string Sentence { get; init; }

    /// <summary>Where it is written, or what implies it.</summary>
    public required string Source { get; init; }

    public required Level Level { get; init; }

    /// <summary>First and last kernel release it applies to; null: no bound.</summary>
    public string? Since { get; init; }

    public string? Until { get; init; }

    /// <summary>What it takes to observe it: "operation: aspect, aspect".</summary>
    public List<string> Needs { get; init; } = [];

    /// <summary>Input classes (snake_case of InputClass) that a run must have seen for this clause.</summary>
    public List<string> Classes { get; init; } = [];

    /// <summary>What a driver author should look at when it fails.</summary>
    public List<string> Check { get; init; } = [];
}
