using System.Collections.Immutable;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using Conformance.Running;

namespace Conformance.Power;

/// <summary>Runs the suite against wrong drivers: the contract alone, for that is what judges somebody's driver.</summary>
/// <param name="models">the models</param>
/// <param name="mutants">the drivers</param>
/// <param name="firstSeed">the seeds are this one and those behind it</param>
/// <param name="seeds">how many</param>
/// <param name="cases">generated cases of each</param>
public sealed class PowerRun(ModelSet models, IReadOnlyList<Mutant> mutants, ulong firstSeed, int seeds, int cases)
{
    private int _done;

    /// <summary>Mutants that are through.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <exception cref="TargetException">this host cannot map devices</exception>
    /// <exception cref="OperationCanceledException">interrupted</exception>
    public PowerResult Run(int workers, CancellationToken cancel = default)
    {
        var trials = new MutantTrial[mutants.Count];
        var seen = new HashSet<string>[mutants.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel };
        Parallel.For(0, mutants.Count, options, i =>
        {
            (trials[i], seen[i]) = Try(mutants[i], cancel);
            Interlocked.Increment(ref _done);
        });
        // What a clause finds is a matter of all mutants.
        ImmutableArray<ClauseData> binding = mutants.Count == MutantLibrary.All.Count ? [.. models.Clauses.Where(c => c.Level != Level.Unconstrained), .. ClauseCatalog.Overlapping] : [];
        var judged = seen.SelectMany(s => s).ToHashSet();
        return new(firstSeed, seeds, cases, [.. trials], binding,
            [.. binding.Where(c => !judged.Contains(c.Id)).Select(c => (c.Id, $"not observable in this process: it takes {string.Join("; ", c.Needs)}"))]);
    }

    private (MutantTrial, HashSet<string>) Try(Mutant mutant, CancellationToken cancel)
    {
        var profile = models.Profile(mutant.Profile);
        using var target = MutantLibrary.Open(mutant.Name, profile);
        var options = new CheckOptions { Target = target, Profile = profile, Oracle = Oracle.Contract, Seed = firstSeed, Cases = cases, Concurrent = mutant.Races };
        var plan = new CasePlan(options, models);
        var tallies = Whole(options, plan, cancel);
        var killers = tallies.Where(t => t.Value.Broken.Count > 0).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value.Broken.FirstCase + 1)).ToImmutableArray();
        var generated = Enumerable.Range(0, seeds).Select(i => FirstGenerated(options with { Seed = firstSeed + (ulong)i, Filter = mutant.Clauses }, plan, cancel)).ToImmutableArray();
        return (new(mutant, killers, KillOf(mutant, options, plan, killers), generated), [.. tallies.Where(t => t.Value.Judged > 0).Select(t => t.Key)]);
    }

    /// <summary>Every case of the plan.</summary>
    private IReadOnlyDictionary<string, Tally> Whole(CheckOptions options, CasePlan plan, CancellationToken cancel)
    {
        using var examiner = new Examiner(options, models);
        for (var n = 0L; n < plan.Count; n++)
        {
            cancel.ThrowIfCancellationRequested();
            examiner.Examine(n, plan.HistoryAt(n));
        }
        return examiner.Tallies;
    }

    /// <summary>The first generated case of a seed that breaks a clause of the filter, from 1.</summary>
    private long? FirstGenerated(CheckOptions options, CasePlan first, CancellationToken cancel)
    {
        var plan = options.Seed == firstSeed ? first : new CasePlan(options, models);
        using var examiner = new Examiner(options, models);
        var found = false;
        for (var n = plan.Count - plan.Generated; n < plan.Count; n++)
        {
            cancel.ThrowIfCancellationRequested();
            examiner.Examine(n, plan.HistoryAt(n), o => found |= o.Waiver is null);
            if (found) return n - (plan.Count - plan.Generated) + 1;
        }
        return null;
    }

    /// <summary>The clause that names the bug and shows it first, and the smallest history that does.</summary>
    private Kill? KillOf(Mutant mutant, CheckOptions options, CasePlan plan, ImmutableArray<(string Clause, long Case)> killers)
    {
        var named = killers.Where(k => mutant.Clauses.Contains(k.Clause)).OrderBy(k => k.Case).ThenBy(k => mutant.Clauses.IndexOf(k.Clause)).Take(1).ToArray();
        if (named is not [var (clause, number)]) return null;
        using var examiner = new Examiner(options with { Filter = [clause] }, models);
        var (smallest, _) = Shrinker.Shrink(plan.HistoryAt(number - 1), h => Conclusions.BreakOf(examiner, clause, h) is not null, everyOrder: true);
        return new(clause, number, plan.LabelAt(number - 1), number > plan.Count - plan.Generated, smallest, new(options.Profile.Name, smallest));
    }
}
