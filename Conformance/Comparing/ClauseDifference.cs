using Conformance.Reference.Histories;

namespace Conformance.Comparing;

/// <summary>A clause of which two runs say different things.</summary>
/// <param name="Id">the clause</param>
/// <param name="Sentence">its sentence</param>
/// <param name="Kind">how they differ</param>
/// <param name="A">what was said of the first side; null: nothing</param>
/// <param name="B">what was said of the second</param>
/// <param name="Example">a history that one side breaks it with; the smallest that the other keeps it with, where both could be asked</param>
/// <param name="Got">what the side that breaks it answers there; empty where that is not on record</param>
/// <param name="Allowed">what it may answer</param>
public sealed record ClauseDifference(string Id, string Sentence, ClauseDifferenceKind Kind, SideClause? A, SideClause? B, History? Example, string Got, string Allowed)
{
    /// <summary>It is about conformance, and not about what the contract leaves free or what could be seen.</summary>
    public bool Matters => Kind is ClauseDifferenceKind.OneBreaks or ClauseDifferenceKind.BreakDifferently;
}
