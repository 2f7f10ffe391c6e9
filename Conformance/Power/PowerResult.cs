using System.Collections.Immutable;
using Conformance.Models;

namespace Conformance.Power;

/// <summary>The kill matrix: which clause finds which wrong driver.</summary>
/// <param name="FirstSeed">the first of the seeds</param>
/// <param name="Seeds">how many, one after the other</param>
/// <param name="Cases">generated cases of each</param>
/// <param name="Trials">in the order of the library</param>
/// <param name="Clauses">the clauses that were held against the drivers, in the order of ids</param>
/// <param name="Unseen">the clauses that no driver in this process can break, with why</param>
public sealed record PowerResult(ulong FirstSeed, int Seeds, int Cases, ImmutableArray<MutantTrial> Trials, ImmutableArray<ClauseData> Clauses, ImmutableArray<(string Clause, string Why)> Unseen)
{
    /// <summary>The mutants that a clause finds in a whole run.</summary>
    public IEnumerable<string> KilledBy(string clause) => Trials.Where(t => t.Killers.Any(k => k.Clause == clause)).Select(t => t.Mutant.Name);

    /// <summary>The mutants that no clause that names their bug finds under every seed.</summary>
    public IEnumerable<MutantTrial> Survivors => Trials.Where(t => t.Kill is null || t.Kill.Generated && t.FoundByGenerated < Seeds);

    /// <summary>The clauses that bind, can be seen here, and find nothing.</summary>
    public IEnumerable<ClauseData> Idle => Clauses.Where(c => !Unseen.Any(u => u.Clause == c.Id) && !KilledBy(c.Id).Any());

    /// <summary>Nothing survives and nothing idles.</summary>
    public bool Holds => !Survivors.Any() && !Idle.Any();
}
