using System.Collections.Immutable;
using Conformance.Models;

namespace Conformance.Comparing;

/// <summary>Compares what two runs said, clause by clause, and the answers that both have on record.</summary>
public static class Comparer
{
    public static ImmutableArray<ClauseDifference> Clauses(DiffSide a, DiffSide b, ModelSet models) =>
    [
        .. a.Clauses.Keys.Union(b.Clauses.Keys)
            .Select(id => Difference(id, a.Clauses.GetValueOrDefault(id), b.Clauses.GetValueOrDefault(id), models))
            .OfType<ClauseDifference>()
            .OrderBy(d => d.Kind).ThenBy(d => d.Id, StringComparer.Ordinal),
    ];

    /// <summary>Two runs of which only the files are there.</summary>
    public static Comparison OfFiles(DiffSide a, DiffSide b, ModelSet models)
    {
        var answers = new AnswerComparison(models.Profile(a.Profile), models.Profile(b.Profile));
        var other = b.Kept.GroupBy(k => k.History.ToString()).ToDictionary(g => g.Key, g => g.First().Answers, StringComparer.Ordinal);
        foreach (var kept in a.Kept)
            if (other.TryGetValue(kept.History.ToString(), out var answered) && answered.Length == kept.Answers.Length) answers.Add(kept.History, kept.Answers.AsSpan(), answered.AsSpan());
        return new()
        {
            A = a,
            B = b,
            Cases = answers.Cases,
            Differing = answers.Differing,
            Clauses = Clauses(a, b, models),
            Groups = answers.Groups,
            Limits = answers.Cases == 0 ? ["the runs have no case in common, so no answers could be compared: the devices are not the same"] : ["only the answers that a run keeps were compared: the named edge cases and some of the sweep"],
        };
    }

    private static ClauseDifference? Difference(string id, SideClause? a, SideClause? b, ModelSet models)
    {
        ClauseDifferenceKind? kind = (a, b) switch
        {
            ({ Breaks: true }, { Keeps: true }) or ({ Keeps: true }, { Breaks: true }) => ClauseDifferenceKind.OneBreaks,
            ({ Breaks: true }, { Breaks: true }) => Same(a, b) ? null : ClauseDifferenceKind.BreakDifferently,
            ({ Keeps: true }, { Keeps: true }) => a.Free.SequenceEqual(b.Free) ? null : ClauseDifferenceKind.Free,
            ({ Breaks: false, Keeps: false } or null, { Breaks: false, Keeps: false } or null) => null,
            _ => ClauseDifferenceKind.OneSided,
        };
        if (kind is null) return null;
        var broken = a is { Breaks: true } ? a.Break : b is { Breaks: true } ? b.Break : null;
        return new(id, models.Clauses.FirstOrDefault(c => c.Id == id)?.Sentence ?? "the answer is the model's", kind.Value, a, b, broken?.History, broken?.Got ?? "", broken?.Allowed ?? "");
    }

    /// <summary>The same deviations, and where there is a break of its own the same one.</summary>
    private static bool Same(SideClause a, SideClause b) => a.Status == b.Status && a.Excuses.SequenceEqual(b.Excuses)
        && (a.Status != Running.Status.Broken || a.Break?.Got == b.Break?.Got && Equals(a.Break?.History, b.Break?.History));
}
