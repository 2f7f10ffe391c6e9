using System.Collections.Immutable;

namespace Conformance.Comparing;

/// <summary>Everything that a comparison found out; its reports only tell it.</summary>
public sealed record Comparison
{
    public required DiffSide A { get; init; }

    public required DiffSide B { get; init; }

    /// <summary>Cases of which both sides' answers are known, and those of them that differ.</summary>
    public required long Cases { get; init; }

    public required long Differing { get; init; }

    /// <summary>By kind, then by id.</summary>
    public required ImmutableArray<ClauseDifference> Clauses { get; init; }

    /// <summary>Answers that differ, by kind; most frequent first.</summary>
    public required ImmutableArray<DifferenceGroup> Groups { get; init; }

    /// <summary>What could not be compared, and why; one line each.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>A side could not be run in some cases.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>A clause is kept by one and broken by the other, or broken differently; or an answer breaks a clause on one side alone.</summary>
    public bool Matters => Clauses.Any(c => c.Matters) || Groups.Any(g => g.Key.BrokenA != g.Key.BrokenB);
}
