using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>A broken clause with its smallest counterexample.</summary>
public sealed record Finding
{
    public required string Clause { get; init; }

    /// <summary>The smallest history that was found, and what was seen there.</summary>
    public required History Smallest { get; init; }

    public required Observed Observed { get; init; }

    /// <summary>The case that broke first, and its history before shrinking.</summary>
    public required string FirstCase { get; init; }

    public required History Original { get; init; }

    public required int ShrinkSteps { get; init; }

    /// <summary>Cases that broke it.</summary>
    public required long Count { get; init; }

    /// <summary>What replays it.</summary>
    public required Token Token { get; init; }

    /// <summary>The answers to the smallest history.</summary>
    public required IReadOnlyList<Outcome> Answers { get; init; }

    /// <summary>When each of its calls began and ended; empty where they came one after the other.</summary>
    public IReadOnlyList<(int Began, int Ended)> Spans { get; init; } = [];

    /// <summary>What the kernel logged meanwhile; empty where the target does not hear it.</summary>
    public IReadOnlyList<LogLine> Log { get; init; } = [];
}
