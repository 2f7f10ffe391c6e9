using System.Collections.Immutable;

namespace Conformance.RealDevice.Mutants;

/// <summary>A deliberately wrong driver: the mapped one with one bug.</summary>
/// <param name="Name">its name behind "mutant:"</param>
/// <param name="Says">the bug in a sentence</param>
/// <param name="Clauses">the clauses that name the bug: one of them at least has to find it</param>
public sealed record Mutant(string Name, string Says, params ImmutableArray<string> Clauses)
{
    /// <summary>The generation that it imitates but for the bug, and is judged by.</summary>
    public string Profile { get; init; } = "6.1";

    /// <summary>It is right as long as its calls come one after the other.</summary>
    public bool Races { get; init; }

    /// <summary>The part of a device that the bug is in.</summary>
    public string Area { get; init; } = "";

    /// <summary>The historical bug that it re-creates: the subject of its fix, the commit where it is known, the release.</summary>
    public string? Fix { get; init; }
}
