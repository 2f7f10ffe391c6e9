using System.Text;
using Conformance.Evidence;
using Conformance.Lab;
using Conformance.Models;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>surface.md: kernel × driver × file system as a process sees them, as surface.jsonl has it. Same evidence, same bytes.</summary>
public static class SurfaceReport
{
    public const string Name = "surface.md";

    /// <summary>The clause family of the user surface.</summary>
    private const string Family = "US-";

    private const string Legend = """
        Each column is a device of its own; the program runs inside the guest as a process. *Exact differences*: operations whose answer is not the
        model's, bit for bit (empty where the driver is not nd_pmem and the contract alone applies). `held`: kept in every case that was judged. `F-nn`: broken, as
        [that finding](../findings.md) says. **broken**: broken, and no finding explains it. `·`: not observable on this surface, never counted as held.
        `–`: this kernel or driver has no such operation.
        """;

    public static string Render(EvidenceSet evidence, ModelSet models)
    {
        var text = new StringBuilder();
        text.Line("# What user space sees of DAX on running kernels").Line();
        text.Line("Made by `daxspec lab surface` from `surface.jsonl`, which has everything that stands here; do not edit.").Line();
        if (evidence.Columns.IsEmpty) return text.Line("No run is on record.").ToString();
        Head(text, evidence.Columns);
        text.Line(Legend.ReplaceLineEndings("\n")).Line();
        var findings = models.Waivers.Where(w => w.Finding is not null).ToDictionary(w => w.Id, w => w.Finding!, StringComparer.Ordinal);
        foreach (var kernel in evidence.Columns.Where(c => c.Checked).GroupBy(c => (c.Kernel, c.Release)))
        {
            text.Line($"## {kernel.Key.Kernel}: Linux {kernel.Key.Release}").Line();
            Clauses(text, [.. kernel], models, findings);
            Edges(text, [.. kernel], evidence);
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>A line a surface.</summary>
    public static IEnumerable<string> Terminal(EvidenceSet evidence, string path)
    {
        foreach (var c in evidence.Columns)
            yield return $"  {c.Kernel,-5} {c.Driver,-22} " + (c.Checked
                ? $"{c.Verdict}: {Words.Plural(c.Cases, "history", "histories")}, {Words.Plural(c.Operations, "operation")}, exact differences {(c.Claims is null ? "not judged" : Differences(c))}, contract {Words.Count(Count(c, "held"))} held, {Words.Count(Count(c, "broken"))} broken, {Words.Count(Count(c, "waived"))} waived"
                : $"not checked: {c.NotChecked}");
        yield return $"  report: {path}";
    }

    private static void Head(StringBuilder text, IReadOnlyList<EvidenceColumn> columns)
    {
        text.Line("| kernel | surface | what it is | histories | operations | seed | exact differences | held | broken | waived | free | not observable | verdict | answers |");
        text.Line("|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|");
        foreach (var c in columns.Where(c => c.Checked))
            text.Line($"| {c.Release} | {c.Driver} | {MarkdownText.Cell(c.Title)} | {Words.Count(c.Cases)} | {Words.Count(c.Operations)} | {c.Seed} | {(c.Claims is null ? "" : Differences(c))} | {Count(c, "held")} | {Count(c, "broken")} | {Count(c, "waived")} | {Count(c, "unconstrained")} | {Count(c, "not-observable")} | {c.Verdict} | {c.Answers} |");
        text.Line();
        var missing = columns.Where(c => !c.Checked).ToArray();
        if (missing.Length == 0) return;
        text.Line("Not checked:").Line();
        foreach (var same in missing.GroupBy(c => (c.Driver, c.NotChecked))) text.Line($"- {same.Key.Driver} of {string.Join(", ", same.Select(c => c.Kernel))}: {same.Key.NotChecked}");
        text.Line();
    }

    private static void Clauses(StringBuilder text, IReadOnlyList<EvidenceColumn> columns, ModelSet models, Dictionary<string, string> findings)
    {
        text.Line($"| clause | {string.Join(" | ", columns.Select(c => c.Driver))} |").Line($"|---|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (var clause in models.Clauses.Where(c => c.Id.StartsWith(Family, StringComparison.Ordinal)))
            text.Line($"| {clause.Id} {MarkdownText.Prose(MarkdownText.Cell(clause.Sentence))} | {string.Join(" | ", columns.Select(c => MatrixReport.Cell(c.Cells.GetValueOrDefault(clause.Id), findings)))} |");
        text.Line();
    }

    /// <summary>What was answered at each edge: the result, an si_code, what was read or is left.</summary>
    private static void Edges(StringBuilder text, IReadOnlyList<EvidenceColumn> columns, EvidenceSet evidence)
    {
        var answers = evidence.EdgeCases.ToLookup(e => (e.Kernel, e.Driver, e.Case));
        text.Line($"| | edge | {string.Join(" | ", columns.Select(c => c.Driver))} |").Line($"|---|---|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (var edge in SurfaceEdges.Of(new()))
            text.Line($"| {edge.Family} | {edge.Name} | {string.Join(" | ", columns.Select(c => MarkdownText.Cell(string.Join("; ", answers[(c.Kernel, c.Driver, edge.Name)].SelectMany(e => e.Answers).Select(a => a == EdgeCaseText.NotObservable ? "·" : a)))))} |");
        text.Line();
    }

    private static string Differences(EvidenceColumn column) =>
        Words.Count(column.Cells.Values.Count(c => c.Status == "broken" && c.Clause.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal)));

    /// <summary>Clauses of the contract alone.</summary>
    private static int Count(EvidenceColumn column, string status) =>
        column.Cells.Values.Count(c => c.Status == status && !c.Clause.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal));
}
