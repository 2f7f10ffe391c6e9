using System.Collections.Immutable;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Evidence;

/// <summary>Brings together what models/ says of the findings about Linux and what running kernels answered.</summary>
public sealed class FindingDossiers : IDisposable
{
    private readonly ModelSet _models;
    private readonly EvidenceSet _evidence;
    private readonly Dictionary<(string Profile, bool Overlaps), Examiner> _examiners = [];

    private FindingDossiers(ModelSet models, EvidenceSet evidence) => (_models, _evidence) = (models, evidence);

    /// <summary>The worst first, then as numbered.</summary>
    public static ImmutableArray<FindingDossier> Build(ModelSet models, EvidenceSet evidence)
    {
        using var dossiers = new FindingDossiers(models, evidence);
        return [.. models.Findings.OrderBy(f => f.Severity).ThenBy(f => f.Id, StringComparer.Ordinal).Select(dossiers.Of)];
    }

    private FindingDossier Of(KnownFinding finding)
    {
        var waivers = _models.Waivers.Where(w => w.Finding == finding.Id).ToArray();
        var ids = waivers.Select(w => w.Id).ToHashSet();
        var generations = Generations(waivers);
        var sightings = Sightings(ids);
        return new()
        {
            Finding = finding,
            Cases = [.. waivers.Select(Case).OrderBy(c => c.Waiver.Id == finding.ShownBy ? 0 : 1).ThenBy(c => c.Size)],
            Clauses = [.. _models.Clauses.Concat(ClauseCatalog.Overlapping).Where(c => waivers.Any(w => w.Clause == c.Id))],
            Generations = generations,
            Sightings = sightings,
            Unobserved = sightings.IsEmpty ? Unobserved(finding, waivers, generations) : "",
            Losses = [.. _evidence.Columns.SelectMany(c => (c.Losses ?? []).Where(l => Shows(c.Kernel, l.History, ids)))],
        };
    }

    private ImmutableArray<string> Generations(IReadOnlyList<Waiver> waivers) =>
        [.. _models.Profiles.Select(p => p.Name).Where(n => n != ModelSet.Documents && waivers.Any(w => w.Profiles.Contains(n)))];

    private FindingCase Case(Waiver waiver)
    {
        var token = new Token(Generations([waiver])[^1], HistoryText.ParseHistory(waiver.Counterexample));
        return new(waiver, token, waiver.IsOfNdPmem ? Breaks(token).FirstOrDefault(b => b.Waiver == waiver.Id) : null);
    }

    private ImmutableArray<Sighting> Sightings(HashSet<string> waivers) =>
    [
        .. _evidence.Columns.Where(c => c.Cells.Values.Any(cell => cell.Deviations is { } seen && seen.Any(waivers.Contains)))
            .GroupBy(c => (c.Kernel, c.Release))
            .Select(g => new Sighting(g.Key.Kernel, g.Key.Release, [.. g.Select(c => c.Driver)])),
    ];

    private string Unobserved(KnownFinding finding, IReadOnlyList<Waiver> waivers, ImmutableArray<string> generations)
    {
        var columns = _evidence.Columns.Where(c => c.Checked && generations.Contains(c.Kernel)).ToArray();
        if (finding.Unobserved is { } reason) return reason;
        if (columns.Length == 0) return "no run of a kernel that should have it is on record";
        return columns.All(c => waivers.All(w => c.Cells.GetValueOrDefault(w.Clause)?.Status is null or "not-observable" or "not-supported"))
            ? "no driver of the matrix shows what the clause speaks of"
            : "the drivers of the matrix were not brought into the state that it takes";
    }

    private bool Shows(string profile, string history, HashSet<string> waivers) =>
        history.Length > 0 && Breaks(new(profile, HistoryText.ParseHistory(history))).Any(b => b.Waiver is { } id && waivers.Contains(id));

    private List<Observed> Breaks(Token token)
    {
        var breaks = new List<Observed>();
        ExaminerOf(token.Profile, token.History.Threads is not null).Examine(0, token.History, breaks.Add);
        return breaks;
    }

    private Examiner ExaminerOf(string name, bool overlaps) =>
        _examiners.TryGetValue((name, overlaps), out var examiner) ? examiner : _examiners[(name, overlaps)] = ExaminerOf(_models, name, overlaps);

    /// <summary>What shows known deviations: the model answers; where calls overlap, the device whose threads take turns.</summary>
    internal static Examiner ExaminerOf(ModelSet models, string name, bool overlaps)
    {
        var profile = models.Profile(name);
        ITarget target = overlaps ? new TargetFactory(models).Open("mmap:", profile) : new ReferenceTarget(profile);
        return new(new() { Target = target, Profile = profile, Oracle = overlaps ? Oracle.Both : Oracle.Contract }, models);
    }

    public void Dispose()
    {
        foreach (var examiner in _examiners.Values) examiner.Dispose();
    }
}
