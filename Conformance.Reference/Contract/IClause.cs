using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>One thing that a DAX provider owes its callers. Its sentence, source and level stand in models/contract under the same id.</summary>
public interface IClause
{
    /// <summary>The family's two letters and a number: "DA-01".</summary>
    string Id { get; }

    /// <summary>The type's name: the sentence, its words joined by "_".</summary>
    string Name { get; }

    /// <summary>The operations this clause speaks of.</summary>
    ImmutableArray<OpCode> Concerns { get; }

    /// <summary>Judges one step against the state before it; keeps nothing.</summary>
    Judgement Judge(Step step);
}
