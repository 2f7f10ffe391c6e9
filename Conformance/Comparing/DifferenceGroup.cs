using System.Collections.Immutable;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;

namespace Conformance.Comparing;

/// <summary>All differing answers of one key.</summary>
public sealed record DifferenceGroup
{
    public required DifferenceKey Key { get; init; }

    /// <summary>Cases whose first difference is of this kind.</summary>
    public required long Count { get; init; }

    /// <summary>The input classes that they all have.</summary>
    public required InputClasses Classes { get; init; }

    /// <summary>The case that showed it first, and after shrinking the smallest history that shows it.</summary>
    public required History Example { get; init; }

    /// <summary>The operation of the example that is answered in different ways.</summary>
    public required int Step { get; init; }

    public required string AnswerA { get; init; }

    public required string AnswerB { get; init; }

    /// <summary>The clauses that one of them breaks there.</summary>
    public ImmutableSortedSet<string> Clauses { get; init; } = [];
}
