using System.Collections.Immutable;
using Conformance.Exhaustive;
using Conformance.Generation;
using Conformance.Lab;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>The cases of a run in their order: named edge cases, the counterexamples of known deviations, the edge sweep, generated histories.</summary>
public sealed class CasePlan
{
    private readonly ImmutableArray<Case> _named;
    private readonly EdgeSweep _sweep;
    private readonly HistoryGenerator _generator;
    private readonly ulong _seed;
    private readonly int _step;
    private readonly DriverOps _members;
    private readonly Scope? _scope;

    /// <param name="options">the run</param>
    /// <param name="models">the models</param>
    /// <param name="also">a further profile whose known deviations are tried; null: none</param>
    public CasePlan(CheckOptions options, ModelSet models, string? also = null)
    {
        var target = options.Target.Description;
        _sweep = new EdgeSweep(target);
        _generator = new HistoryGenerator(target);
        _seed = options.Seed;
        _step = options.SweepStep;
        _members = target.Members;
        _scope = options.Scope;
        Generated = _scope is null ? options.Cases : checked((int)_scope.Count);
        if (_scope is not null)
        {
            _named = [];
            return;
        }
        _named = target.Fixed is not null ? SurfaceEdges.Has(target) ? [.. SurfaceEdges.On(target).Select(e => new Case($"edge {e.Name}", e.History))] : [] :
        [
            .. models.EdgeCases.Where(e => target.PageShifts.Contains(e.History.Geometry.PageShift)).Select(e => new Case($"edge {e.Name}", e.History)),
            .. models.Waivers.Where(w => w.IsOfNdPmem && (w.Profiles.Contains(options.Profile.Name) || also is not null && w.Profiles.Contains(also))).Select(w => new Case($"known {w.Id}", HistoryText.ParseHistory(w.Counterexample))),
            .. options.Waivers.Where(w => w.Counterexample.Length > 0 && w.AppliesTo(target, options.Profile.Name)).Select(w => new Case($"waiver {w.Id}", HistoryText.ParseHistory(w.Counterexample))),
        ];
    }

    /// <summary>Cases of the edge sweep whose answers are kept, at the most.</summary>
    private const int KeptOfSweep = 256;

    public int Named => _named.Length;

    /// <summary>
    /// The cases whose answers a run keeps, so that two runs can be compared: the named ones, and some of the sweep at equal distances.
    /// Their number does not grow with the number of cases.
    /// </summary>
    public ImmutableArray<long> Kept => [.. Enumerable.Range(0, Named).Select(n => (long)n), .. Enumerable.Range(0, Math.Min(Swept, KeptOfSweep)).Select(i => Named + (long)i * Swept / Math.Min(Swept, KeptOfSweep))];

    public int Swept => _scope is not null ? 0 : (_sweep.Count + _step - 1) / _step;

    public int Generated { get; }

    public long Count => (long)Named + Swept + Generated;

    /// <summary>On a device that has no members but those of the driver.</summary>
    public History HistoryAt(long n) => Described(n).On(_members);

    private History Described(long n)
    {
        if (_scope is not null) return _scope.At(n);
        if (n < Named) return _named[(int)n].History;
        if (n < Named + Swept) return _sweep[((int)n - Named) * _step];
        var choices = Choices.Of(_seed, (ulong)(n - Named - Swept));
        return _generator.Next(ref choices);
    }

    public string LabelAt(long n) => _scope is not null ? $"scope {_scope.Text} case {n}" : n < Named ? _named[(int)n].Label : n < Named + Swept ? $"sweep {(n - Named) * _step}" : $"seed {_seed} case {n - Named - Swept}";
}
