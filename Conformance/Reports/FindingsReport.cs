using System.Text;
using Conformance.Evidence;
using Conformance.Models;

namespace Conformance.Reports;

/// <summary>findings.md: every place where Linux breaks its own documentation or misbehaves. Same models, same evidence, same bytes.</summary>
public static class FindingsReport
{
    public const string Name = "findings.md";

    /// <summary>Lines of a kernel log that are shown.</summary>
    private const int LogLines = 12;

    public static string Render(IReadOnlyList<FindingDossier> dossiers, EvidenceSet evidence)
    {
        var text = new StringBuilder();
        text.Line("# Findings about Linux").Line();
        text.Line("Where the kernel's DAX and persistent-memory functions break their own documentation, or misbehave. A finding groups known deviations");
        text.Line("(`models/waivers`): each breaks one clause of the contract (`models/contract`), with the smallest history that shows it. Histories are");
        text.Line("written as [histories.md](histories.md) defines; kernels and drivers are those of [the matrix](evidence/matrix.md).").Line();
        text.Line("Made by `daxspec findings --write docs` from `models/` and `docs/evidence`; do not edit.").Line();
        text.Line("The worst first; within a group as numbered, and a number stays with its finding.").Line();
        foreach (var group in dossiers.GroupBy(d => d.Finding.Severity))
        {
            text.Line($"**{Words.Heading(group.Key)}**").Line();
            text.Line("| finding | | releases | generations | clauses | seen on |").Line("|---|---|---|---|---|---|");
            foreach (var d in group)
                text.Line($"| [{d.Finding.Id}](#{Anchor(d.Finding.Id)}) | {MarkdownText.Prose(MarkdownText.Cell(d.Finding.Title))} | {Releases(d)} | {string.Join(" ", d.Generations)} | {Clauses(d)} | {Seen(d)} |");
            text.Line();
        }
        Unexplained(text, evidence);
        foreach (var dossier in dossiers) Tell(text, dossier);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    internal static string Anchor(string id) => id.ToLowerInvariant();

    private static string Clauses(FindingDossier dossier) => string.Join(" ", dossier.Clauses.Select(c => c.Id));

    private static string Releases(FindingDossier dossier) => (dossier.Finding.Since, dossier.Finding.Until) switch
    {
        (null, null) => $"{dossier.Generations[0]} to {dossier.Generations[^1]} at least",
        (null, { } until) => $"until {until}",
        ({ } since, null) => $"since {since}",
        ({ } since, { } until) => $"{since} to {until}",
    };

    private static string Seen(FindingDossier dossier) =>
        dossier.Finding.SeenBy is not null ? "with threads" : dossier.Sightings.IsEmpty ? "not yet" : string.Join("<br>", dossier.Sightings.Select(s => $"{s.Kernel}: {string.Join(", ", s.Drivers)}"));

    /// <summary>Breaks of running kernels that no known deviation excuses: each is a finding that nobody has written down.</summary>
    private static void Unexplained(StringBuilder text, EvidenceSet evidence)
    {
        var open = evidence.Columns.SelectMany(c => c.Cells.Values.Where(x => x.Status == "broken").Select(x => (Column: c, Cell: x))).ToArray();
        if (open.Length == 0) return;
        text.Line("## Not yet explained").Line();
        foreach (var (column, cell) in open)
        {
            text.Line($"- {cell.Clause} on {column.Target} ({column.Release})");
            if (cell.Break is not { } broken) continue;
            text.Line().Line("  ```").Line($"  {broken.History}").Line($"    got      {broken.Got}").Line($"    allowed  {broken.Allowed}").Line($"    because  {broken.Because}");
            text.Line($"    replay   daxspec replay {broken.Token} {column.Target}").Line("  ```").Line();
        }
        text.Line();
    }

    private static void Tell(StringBuilder text, FindingDossier dossier)
    {
        var finding = dossier.Finding;
        text.Line($"<a id=\"{Anchor(finding.Id)}\"></a>").Line();
        text.Line($"## {finding.Id}: {MarkdownText.Prose(finding.Title)}").Line();
        text.Line($"- {Words.Heading(finding.Severity)}");
        foreach (var where in finding.Where.Select(w => w.Split(": ", 2))) text.Line($"- {where[0]}: {MarkdownText.Prose(where[^1])}");
        text.Line($"- releases: {Releases(dossier)}; generations checked: {string.Join(", ", dossier.Generations)}");
        if (finding.Fixed is { } ended) text.Line($"- ended by: {MarkdownText.Prose(ended)}");
        foreach (var link in finding.Links) text.Line($"- <{link}>");
        text.Line();
        text.Line("**Promised.**").Line();
        foreach (var clause in dossier.Clauses) text.Line($"- {clause.Id} *{MarkdownText.Prose(clause.Sentence)}*: {MarkdownText.Prose(clause.Source)}");
        text.Line().Line($"**Instead.** {MarkdownText.Prose(finding.Instead)}");
        text.Line().Line($"**Consequence.** {MarkdownText.Prose(finding.Consequence)}").Line();
        Smallest(text, dossier);
        Sighted(text, dossier);
        More(text, dossier);
    }

    private static void Smallest(StringBuilder text, FindingDossier dossier)
    {
        var (waiver, token, shown) = dossier.Cases[0];
        text.Line("```");
        text.Line(waiver.Counterexample);
        if (shown is not null) text.Line($"  got      {shown.Got}").Line($"  allowed  {shown.Allowed}").Line($"  because  {shown.Because}");
        text.Line($"  clause   {waiver.Clause}, as of {token.Profile}");
        text.Line($"  replay   daxspec replay {token} {dossier.Target}");
        text.Line("```").Line();
    }

    private static void Sighted(StringBuilder text, FindingDossier dossier)
    {
        if (dossier.Finding.SeenBy is { } seen) text.Line($"**Seen on.** {MarkdownText.Prose(seen)}.").Line();
        else if (dossier.Sightings.IsEmpty) text.Line($"**Seen on.** Not seen on a running kernel: {MarkdownText.Prose(dossier.Unobserved)}. It follows from the sources and the model, which answers so.").Line();
        else text.Line($"**Seen on.** {string.Join("; ", dossier.Sightings.Select(s => $"{s.Release}: {string.Join(", ", s.Drivers)}"))}.").Line();
        foreach (var loss in dossier.Losses.Take(1))
        {
            text.Line($"A guest ended so ({loss.Fault}):").Line().Line("```");
            foreach (var line in loss.KernelLog.Take(LogLines)) text.Line(line);
            text.Line("```").Line();
        }
    }

    private static void More(StringBuilder text, FindingDossier dossier)
    {
        if (dossier.Cases.Length == 1) return;
        text.Line("| clause | generations | case | got | allowed |").Line("|---|---|---|---|---|");
        foreach (var (waiver, _, shown) in dossier.Cases.Skip(1))
            text.Line($"| {waiver.Clause} | {string.Join(" ", waiver.Profiles.Where(p => p != ModelSet.Documents))} | `{MarkdownText.Cell(waiver.Counterexample)}` | {MarkdownText.Cell(shown?.Got ?? "")} | {MarkdownText.Cell(shown?.Allowed ?? "")} |");
        text.Line();
    }
}
