using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Power;
using Conformance.RealDevice.Mutants;

namespace Conformance.Reports;

/// <summary>The kill matrix as a document, as lines of JSON, and for a terminal.</summary>
public static class PowerReport
{
    /// <summary>The document's file.</summary>
    public const string Document = "power.md";

    /// <summary>The machine's file.</summary>
    public const string Lines = "power.jsonl";

    public static string Markdown(PowerResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Line("# What the suite finds").Line();
        text.Line("Made by `daxspec power --write docs`; do not edit.").Line();
        text.Line(Summary(result)).Line();
        text.Line("A mutant is a driver that honours every clause (`mutant:none`) but for one bug. *Named by*: the clauses that name the bug, one of which has to find it. *Found*: the first of them, the case that showed it,");
        text.Line("and its place in the order of a run; edge cases and the sweep come first and are the same for every seed. *Generated alone*: generated cases until one of them");
        text.Line($"showed it, the median over {result.Seeds} seeds (and of how many, where not all did), for cases that owe nothing to an edge case. *Smallest*: the shrunk counterexample.");
        text.Line("A driver that is wrong only when calls overlap gets histories of two or three threads (`--concurrent`), in the interleaving that the harness chooses, and is held to CC-01 to CC-03.").Line();
        foreach (var area in result.Trials.GroupBy(t => t.Mutant.Area)) Area(area.Key, area, result.Seeds, text);
        text.Line("## Clauses").Line();
        text.Line("The mutants that a clause finds in a whole run of the first seed, named by it or not. **Bold**: it names them.").Line();
        text.Line("| clause | finds | mutants |").Line("|---|--:|---|");
        foreach (var clause in result.Clauses)
        {
            var found = result.KilledBy(clause.Id).ToArray();
            var cell = found.Length > 0 ? string.Join(", ", found.Select(m => Names(result, m, clause.Id) ? $"**{m}**" : m)) : result.Unseen.FirstOrDefault(u => u.Clause == clause.Id).Why ?? "**nothing**";
            text.Line($"| {clause.Id} {MarkdownText.Cell(clause.Sentence)} | {found.Length} | {MarkdownText.Cell(cell)} |");
        }
        return text.ToString();
    }

    /// <summary>A line for the run, and one for each mutant.</summary>
    public static string Jsonl(PowerResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Line(JsonSerializer.Serialize(new { type = "power", first_seed = result.FirstSeed.ToString(CultureInfo.InvariantCulture), seeds = result.Seeds, cases = result.Cases, mutants = result.Trials.Length, survivors = result.Survivors.Select(t => t.Mutant.Name), idle = result.Idle.Select(c => c.Id), unseen = result.Unseen.Select(u => u.Clause) }, JsonOutput.OneLine));
        foreach (var t in result.Trials)
            text.Line(JsonSerializer.Serialize(new
            {
                type = "mutant",
                name = t.Mutant.Name,
                profile = t.Mutant.Profile,
                clauses = t.Mutant.Clauses,
                fix = t.Mutant.Fix,
                found_by = t.Kill?.Clause,
                @case = t.Kill?.Case,
                label = t.Kill?.Label,
                smallest = t.Kill?.Smallest.ToString(),
                generated = t.Generated,
                killers = t.Killers.ToDictionary(k => k.Clause, k => k.Case),
            }, JsonOutput.OneLine));
        return text.ToString();
    }

    public static IEnumerable<string> Terminal(PowerResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var width = result.Trials.Max(t => t.Mutant.Name.Length);
        foreach (var t in result.Trials)
            yield return $"{t.Mutant.Name.PadRight(width)}  {(t.Kill is { } k ? $"{k.Clause}  case {Words.Count(k.Case),6}  generated {Alone(t, result.Seeds),-16}  {k.Smallest}" : $"SURVIVES: none of {string.Join(", ", t.Mutant.Clauses)} found it; broken: {(t.Killers.IsEmpty ? "nothing" : string.Join(", ", t.Killers.Select(c => c.Clause)))}")}";
        foreach (var (clause, why) in result.Unseen) yield return $"{clause}: not observable here: {why}";
        foreach (var clause in result.Idle) yield return $"{clause.Id} {clause.Sentence}: IDLE: it finds none of these mutants";
        foreach (var t in result.Survivors.Where(t => t.Kill is not null)) yield return $"{t.Mutant.Name}: SURVIVES under {result.Seeds - t.FoundByGenerated} of {result.Seeds} seeds: only generated cases find it";
        yield return Summary(result);
    }

    private static string Summary(PowerResult result) =>
        $"{result.Trials.Length} mutants, {result.Trials.Count(t => t.Mutant.Fix is not null)} of them re-creations of historical bugs; seeds {result.FirstSeed} to {result.FirstSeed + (ulong)result.Seeds - 1}, {Words.Count(result.Cases)} generated cases each. "
        + $"{result.Trials.Length - result.Survivors.Count()} are found under every seed by a clause that names their bug{Of(result.Survivors.Select(t => t.Mutant.Name), "survive")}; "
        + $"{result.Trials.Count(t => t.FoundByGenerated == result.Seeds)} by generated cases alone.{(result.Clauses.IsEmpty ? "" : $" {Binding(result)}")}";

    private static string Binding(PowerResult result) =>
        $"{result.Clauses.Length} clauses bind; {result.Clauses.Length - result.Unseen.Length - result.Idle.Count()} find something{Of(result.Idle.Select(c => c.Id), "find nothing")}, {result.Unseen.Length} cannot be seen in this process{Of(result.Unseen.Select(u => u.Clause), null)}.";

    private static string Of(IEnumerable<string> names, string? verb) => string.Join(", ", names) is { Length: > 0 } list ? verb is null ? $" ({list})" : $" ({list} {verb})" : "";

    private static bool Names(PowerResult result, string mutant, string clause) => result.Trials.First(t => t.Mutant.Name == mutant).Mutant.Clauses.Contains(clause);

    private static void Area(string area, IEnumerable<MutantTrial> trials, int seeds, StringBuilder text)
    {
        text.Line($"## {area}").Line();
        text.Line("| mutant | named by | found | generated alone | smallest |").Line("|---|---|---|--:|---|");
        foreach (var t in trials)
            text.Line($"| **{t.Mutant.Name}**{(t.Mutant.Profile == CommonOptions.DefaultProfile ? "" : $" ({t.Mutant.Profile})")}: {MarkdownText.Cell(MarkdownText.Prose(t.Mutant.Says))}{(t.Mutant.Fix is { } fix ? $". *{MarkdownText.Cell(MarkdownText.Prose(fix))}*" : "")} "
                + $"| {string.Join(" ", t.Mutant.Clauses)} | {(t.Kill is { } k ? $"{k.Clause} by {MarkdownText.Cell(k.Label)}, case {Words.Count(k.Case)}" : "**survives**")} | {Alone(t, seeds)} | {(t.Kill is { } s ? $"`{MarkdownText.Cell(s.Smallest.ToString())}`" : "")} |");
        text.Line();
    }

    private static string Alone(MutantTrial trial, int seeds) => trial.FoundByGenerated == 0 ? "not found" : $"{(trial.Median is { } median && median != long.MaxValue ? Words.Count(median) : "–")}{(trial.FoundByGenerated == seeds ? "" : $" ({trial.FoundByGenerated} of {seeds})")}";
}
