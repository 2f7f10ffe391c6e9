using System.Text;
using Conformance.Evidence;
using Conformance.Models;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>matrix.md: kernel × driver × clause, as matrix.jsonl has it. Same evidence, same bytes.</summary>
public static class MatrixReport
{
    public const string Name = "matrix.md";

    /// <summary>Longer answers are told below the table.</summary>
    private const int ShortAnswer = 16;

    private const string Legend = """
        `held`: kept in every case that was judged. `F-nn`: broken, as [that finding](../findings.md) says. **broken**: broken, and no finding explains it.
        `free`: the contract leaves it free; what was answered stands in the cell or under *Free answers*. `·`: not observable on this driver, and never
        counted as held. `–`: this kernel or driver has no such operation. Empty: this run does not speak of it (a driver that is not nd_pmem is not
        held against the exact model).
        """;

    public static string Render(IReadOnlyList<EvidenceColumn> columns, ModelSet models)
    {
        var findings = models.Waivers.Where(w => w.Finding is not null).ToDictionary(w => w.Id, w => w.Finding!, StringComparer.Ordinal);
        var text = new StringBuilder();
        text.Line("# The contract on running kernels").Line();
        text.Line("Made by `daxspec lab matrix` from `matrix.jsonl`, which has everything that stands here; do not edit.").Line();
        if (columns.Count == 0) return text.Line("No run is on record.").ToString();
        Head(text, columns);
        text.Line(Legend.ReplaceLineEndings("\n")).Line();
        foreach (var kernel in columns.Where(c => c.Checked).GroupBy(c => (c.Kernel, c.Release)))
            Kernel(text, $"{kernel.Key.Kernel}: Linux {kernel.Key.Release}", [.. kernel], models, findings);
        Free(text, columns, models);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Head(StringBuilder text, IReadOnlyList<EvidenceColumn> columns)
    {
        text.Line("| kernel | driver | what it is | judged by | cases | operations | seed | verdict | guests lost | answers |").Line("|---|---|---|---|--:|--:|--:|---|--:|---|");
        foreach (var c in columns.Where(c => c.Checked))
            text.Line($"| {c.Release} | {c.Driver} | {MarkdownText.Cell(c.Title)} | {(c.Claims is null ? "contract" : c.Oracle == "both" ? "model and contract" : c.Oracle)} | {Words.Count(c.Cases)} | {Words.Count(c.Operations)} | {c.Seed} | {c.Verdict} | {c.Losses?.Length ?? 0} | {c.Answers} |");
        text.Line();
        var missing = columns.Where(c => !c.Checked).ToArray();
        if (missing.Length == 0) return;
        text.Line("Not checked:").Line();
        foreach (var same in missing.GroupBy(c => (c.Driver, c.NotChecked))) text.Line($"- {same.Key.Driver} of {string.Join(", ", same.Select(c => c.Kernel))}: {same.Key.NotChecked}");
        text.Line();
    }

    private static void Kernel(StringBuilder text, string title, IReadOnlyList<EvidenceColumn> columns, ModelSet models, Dictionary<string, string> findings)
    {
        text.Line($"## {title}").Line();
        text.Line($"| clause | {string.Join(" | ", columns.Select(c => c.Driver))} |").Line($"|---|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (var id in columns.SelectMany(c => c.Cells.Keys).Distinct().Order(StringComparer.Ordinal))
            text.Line($"| {id} {MarkdownText.Prose(MarkdownText.Cell(Sentence(id, models)))} | {string.Join(" | ", columns.Select(c => Cell(c.Cells.GetValueOrDefault(id), findings)))} |");
        text.Line();
    }

    private static string Sentence(string id, ModelSet models) =>
        id.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal) ? "answers as the model does, bit for bit" : models.Clauses.FirstOrDefault(c => c.Id == id)?.Sentence ?? "";

    internal static string Cell(EvidenceCell? cell, Dictionary<string, string> findings) => cell?.Status switch
    {
        null => "",
        "not-observable" => "·",
        "not-supported" => "–",
        "broken" => "**broken**",
        "waived" => string.Join(" ", (cell.Deviations ?? []).Select(d => findings.GetValueOrDefault(d, d)).Distinct().Order(StringComparer.Ordinal).Select(f => $"[{f}](../findings.md#{FindingsReport.Anchor(f)})")),
        "unconstrained" => cell.Free is [{ Length: <= ShortAnswer } only] ? $"free: {MarkdownText.Cell(only)}" : $"free: {cell.Free?.Length ?? 0} answers",
        var other => other,
    };

    /// <summary>What the drivers do where they are free: equal answers together.</summary>
    private static void Free(StringBuilder text, IReadOnlyList<EvidenceColumn> columns, ModelSet models)
    {
        var free = columns.SelectMany(c => c.Cells.Values.Where(x => x.Free is not null).Select(x => (Column: c, x.Clause, Answers: string.Join("; ", x.Free!)))).ToArray();
        if (free.Length == 0) return;
        text.Line("## Free answers").Line();
        text.Line("| clause | answers | kernels and drivers |").Line("|---|---|---|");
        foreach (var clause in free.GroupBy(f => f.Clause).OrderBy(g => g.Key, StringComparer.Ordinal))
            foreach (var same in clause.GroupBy(f => f.Answers))
                text.Line($"| {clause.Key} {MarkdownText.Prose(MarkdownText.Cell(Sentence(clause.Key, models)))} | {MarkdownText.Cell(same.Key)} | {string.Join("; ", same.GroupBy(f => f.Column.Kernel).Select(k => $"{k.Key}: {string.Join(", ", k.Select(f => f.Column.Driver))}"))} |");
        text.Line();
    }
}
