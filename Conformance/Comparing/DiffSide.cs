using System.Collections.Immutable;
using Conformance.Running;

namespace Conformance.Comparing;

/// <summary>One of two runs that are compared: what it is, and what was said of it.</summary>
public sealed record DiffSide
{
    /// <summary>The target, as it can be replayed.</summary>
    public required string Target { get; init; }

    public required string Title { get; init; }

    /// <summary>The generation that it was judged by.</summary>
    public required string Profile { get; init; }

    public required ImmutableSortedDictionary<string, SideClause> Clauses { get; init; }

    /// <summary>The cases of which the answers are on record; empty where both sides were there to be asked.</summary>
    public ImmutableArray<KeptCase> Kept { get; init; } = [];

    /// <summary>How it is called in the comparison: the target, and where both are the same target what else tells them apart.</summary>
    public string Name { get; init; } = "";

    /// <exception cref="FormatException">names file and line</exception>
    public static DiffSide Of(RunResult result) => RunFile.Parse(result.Target.Name, Reports.JsonlReport.Render(result));
}
