using System.Collections.Immutable;
using Conformance.RealDevice.Mutants;

namespace Conformance.Power;

/// <summary>What the suite made of one wrong driver.</summary>
/// <param name="Mutant">the driver</param>
/// <param name="Killers">the clauses that a whole run of the first seed finds broken, each with the number of the case that showed it first, from 1; in the order of ids</param>
/// <param name="Kill">how the clause that names the bug found it; null: none of them did</param>
/// <param name="Generated">
/// for each seed the number of the generated case, from 1, that showed a clause that names the bug first, without the named edge cases and the
/// sweep, which come before them; null: none did
/// </param>
public sealed record MutantTrial(Mutant Mutant, ImmutableArray<(string Clause, long Case)> Killers, Kill? Kill, ImmutableArray<long?> Generated)
{
    /// <summary>Seeds whose generated cases alone kill it.</summary>
    public int FoundByGenerated => Generated.Count(g => g is not null);

    /// <summary>Generated cases until it was found: the median over the seeds, the lower one of two; a seed that does not find it counts as later than all. Null: no median.</summary>
    public long? Median => Generated.OrderBy(g => g ?? long.MaxValue).ElementAtOrDefault((Generated.Length - 1) / 2);
}
