using System.Text;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>contract.md: every clause of models/contract for a reader, with what Linux itself does of it. Same models, same bytes.</summary>
public static class ContractReport
{
    public const string Name = "contract.md";

    public static string Render(ModelSet models)
    {
        var text = new StringBuilder();
        text.Line("# The contract").Line();
        text.Line("What a provider of DAX owes its callers, clause by clause. A clause holds when every answer that a run saw is one of those that it");
        text.Line("allows; *free* ones allow anything, and what a driver does there is its profile. Operations and aspects are those of");
        text.Line("[histories.md](histories.md); a known deviation is where Linux's own driver breaks the clause, and F-numbers are [findings](findings.md).").Line();
        text.Line("Made by `daxspec contract --write docs` from `models/`; do not edit.").Line();
        text.Line("| | clauses | required | any of | free |").Line("|---|--:|--:|--:|--:|");
        foreach (var (family, clauses) in Families(models))
            text.Line($"| [{Title(family)}](#{Anchor(Title(family))}) | {clauses.Length} | {Of(clauses, Level.Required)} | {Of(clauses, Level.AnyOf)} | {Of(clauses, Level.Unconstrained)} |");
        foreach (var (family, clauses) in Families(models))
        {
            text.Line().Line($"## {Title(family)}");
            foreach (var clause in clauses) Tell(text, clause, models);
        }
        return text.ToString();
    }

    private static void Tell(StringBuilder text, ClauseData clause, ModelSet models)
    {
        text.Line().Line($"### {clause.Id}: {MarkdownText.Prose(clause.Sentence)}").Line();
        text.Line($"- {LevelText(clause.Level)}{Bounds(clause)}; {MarkdownText.Prose(clause.Source)}");
        text.Line($"- seen by {string.Join("; ", clause.Needs.Select(MarkdownText.Prose))}{(clause.Classes.Count == 0 ? "" : $"; a run must meet {string.Join(", ", clause.Classes.Select(c => $"`{c}`"))}")}");
        foreach (var check in clause.Check) text.Line($"- if it fails: {MarkdownText.Prose(check)}");
        foreach (var waiver in models.Waivers.Where(w => w.Clause == clause.Id))
            text.Line($"- known deviation `{waiver.Id}`{(waiver.Finding is { } finding ? $" ([{finding}](findings.md#{FindingsReport.Anchor(finding)}))" : "")}, {string.Join(" ", waiver.Profiles)}, {string.Join(" ", waiver.Drivers.Select(d => d.Contains('*', StringComparison.Ordinal) ? $"`{d}`" : MarkdownText.Prose(d)))}: {MarkdownText.Prose(waiver.Consequence)}; `{waiver.Counterexample}`");
    }

    private static string LevelText(Level level) => level switch { Level.Required => "**required**", Level.AnyOf => "**any of** a set", _ => "**free**" };

    private static string Bounds(ClauseData clause) => $"{(clause.Since is { } since ? $", since {since}" : "")}{(clause.Until is { } until ? $", until {until}" : "")}";

    /// <summary>By the letters of the ids, in the order of the contract.</summary>
    private static IEnumerable<(string Family, ClauseData[] Clauses)> Families(ModelSet models) => models.Clauses.Concat(ClauseCatalog.Overlapping)
        .GroupBy(c => c.Id.Split('-')[0])
        .OrderBy(g => Clauses.All.TakeWhile(c => !c.Id.StartsWith(g.Key + "-", StringComparison.Ordinal)).Count())
        .Select(g => (g.Key, g.OrderBy(c => c.Id, StringComparer.Ordinal).ToArray()));

    private static string Title(string family) => family switch
    {
        "DA" => "DA Translation",
        "ZP" => "ZP Zeroing",
        "RW" => "RW Recovery writes",
        "BB" => "BB Bad blocks",
        "LV" => "LV Liveness",
        "IM" => "IM Iteration",
        "KM" => "KM Short mappings",
        "CP" => "CP Private copies",
        "MM" => "MM Memory",
        "US" => "US What user space sees",
        "KL" => "KL The kernel log",
        "CC" => "CC Calls that overlap",
        _ => family,
    };

    private static string Anchor(string title) => title.ToLowerInvariant().Replace(' ', '-');

    private static int Of(ClauseData[] clauses, Level level) => clauses.Count(c => c.Level == level);
}
