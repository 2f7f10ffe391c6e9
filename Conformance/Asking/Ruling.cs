using System.Collections.Immutable;
using Conformance.Reference.Contract;

namespace Conformance.Asking;

/// <summary>A candidate and everything that the contract's clauses said of it.</summary>
public sealed record Ruling(Candidate Candidate, ImmutableArray<Saying> Sayings)
{
    public bool IsLegal => !Broken.Any();

    public IEnumerable<Saying> Broken => Sayings.Where(s => s.Judgement.Verdict == Verdict.Broken);

    /// <summary>The ids of the clauses that forbid it: "DA-06 DA-09"; empty where it is legal.</summary>
    public string BrokenIds => string.Join(' ', Broken.Select(s => s.Clause.Id));
}
