using System.Collections.Immutable;
using Conformance.Concurrency;
using Conformance.Generation;
using Conformance.Lab;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>The cases of a run in their order: named edge cases, the counterexamples of known deviations, the edge sweep, generated histories.</summary>
public sealed class CasePlan
{
    private readonly ImmutableArray<Case> _named;
    /// <summary>Null: none of it is run.</summary>
    private readonly EdgeSweep? _sweep;
    private readonly int _step;
    private readonly DriverOps _members;
    private readonly Func<long, History> _generate;
    private readonly string _source;

    /// <param name="options">the run</param>
    /// <param name="models">the models</param>
    /// <param name="also">a further profile whose known deviations are tried; null: none</param>
    public CasePlan(CheckOptions options, ModelSet models, string? also = null)
    {
        var target = options.Target.Description;
        _step = options.SweepStep;
        _members = target.Members;
        if (options.Scope is { } scope)
        {
            (_named, Swept, Generated) = ([], 0, scope.Count);
            (_generate, _source) = (scope.At, $"scope {scope.Text}");
        }
        else if (options.Concurrent)
        {
            (_named, Swept, Generated) = (target.Fixed is null ? [.. Known(options, models, null).Where(c => c.History.Threads is not null)] : [], 0, options.Cases);
            var generator = new ConcurrentGenerator(target);
            (_generate, _source) = (n => generator.At(options.Seed, (ulong)n), $"threads, seed {options.Seed}");
        }
        else
        {
            _sweep = new(target);
            (_named, Swept, Generated) = ([.. NamedOf(options, models, also)], (_sweep.Count + _step - 1) / _step, options.Cases);
            (_generate, _source) = (Generator(target, options.Seed), $"seed {options.Seed}");
        }
    }

    /// <summary>Cases of the edge sweep whose answers are kept, at the most.</summary>
    private const int KeptOfSweep = 256;

    public int Named => _named.Length;

    /// <summary>
    /// The cases whose answers a run keeps, so that two runs can be compared: the named ones, and some of the sweep at equal distances.
    /// Their number does not grow with the number of cases.
    /// </summary>
    public ImmutableArray<long> Kept => [.. Enumerable.Range(0, Named).Select(n => (long)n), .. Enumerable.Range(0, Math.Min(Swept, KeptOfSweep)).Select(i => Named + (long)i * Swept / Math.Min(Swept, KeptOfSweep))];

    public int Swept { get; }

    public long Generated { get; }

    public long Count => (long)Named + Swept + Generated;

    /// <summary>On a device that has no members but those of the driver.</summary>
    public History HistoryAt(long n) => Described(n).On(_members);

    private History Described(long n)
    {
        if (n < Named) return _named[(int)n].History;
        if (n < Named + Swept) return _sweep![((int)n - Named) * _step];
        return _generate(n - Named - Swept);
    }

    public string LabelAt(long n) => n < Named ? _named[(int)n].Label : n < Named + Swept ? $"sweep {(n - Named) * _step}" : $"{_source} case {n - Named - Swept}";

    private static Func<long, History> Generator(TargetDescription target, ulong seed)
    {
        var generator = new HistoryGenerator(target);
        return n =>
        {
            var choices = Choices.Of(seed, (ulong)n);
            return generator.Next(ref choices);
        };
    }

    private static IEnumerable<Case> Known(CheckOptions options, ModelSet models, string? also) =>
        models.Waivers.Where(w => w.IsOfNdPmem && (w.Profiles.Contains(options.Profile.Name) || also is not null && w.Profiles.Contains(also)))
            .Select(w => new Case($"known {w.Id}", HistoryText.ParseHistory(w.Counterexample)));

    private static IEnumerable<Case> NamedOf(CheckOptions options, ModelSet models, string? also)
    {
        var target = options.Target.Description;
        if (target.Fixed is not null) return SurfaceEdges.Has(target) ? SurfaceEdges.On(target).Select(e => new Case($"edge {e.Name}", e.History)) : [];
        return
        [
            .. models.EdgeCases.Where(e => target.PageShifts.Contains(e.History.Geometry.PageShift)).Select(e => new Case($"edge {e.Name}", e.History)),
            .. Known(options, models, also).Where(c => c.History.Threads is null),
            .. options.Waivers.Where(w => w.Counterexample.Length > 0 && w.AppliesTo(target, options.Profile.Name)).Select(w => new Case($"waiver {w.Id}", HistoryText.ParseHistory(w.Counterexample))),
        ];
    }
}
