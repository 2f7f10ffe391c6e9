using System.Globalization;
using System.Text;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>report.md: verdict, findings, known deviations, what was not checked and why, every clause, the profile. Same run, same bytes.</summary>
public static class MarkdownReport
{
    private const int MaxLogLines = 20;

    public static string Render(RunResult result)
    {
        var text = new StringBuilder();
        Head(text, result);
        Findings(text, result);
        Errors(text, result);
        LostMachines(text, result);
        WaiverText.Section(text, result);
        Deviations(text, result);
        NotChecked(text, result);
        AllClauses(text, result);
        Profile(text, result);
        return text.ToString();
    }

    private static void Head(StringBuilder text, RunResult result)
    {
        var target = result.Target;
        text.Line($"# {target.Name} {Words.Verdict(result)}").Line();
        text.Line($"{target.Title}. Judged as of **{result.Profile}** by the {OracleText(result.Oracle, target.Profile)}.").Line();
        text.Line($"{Words.Summary(result)}.").Line();
        text.Line("| | |").Line("|---|---|");
        if (result.Scope is null) text.Line($"| seed | {result.Seed} |");
        text.Line(result.Scope is not null ? $"| cases | {Words.Cases(result)} |" : $"| cases | {Words.Count(result.Cases.Named)} named, {Words.Count(result.Cases.Swept)} from the edge dictionary, {Words.Count(result.Cases.Generated)} generated |");
        text.Line($"| operations | {Words.Count(result.Operations)} |");
        text.Line($"| clauses | {Words.Count(result.Clauses.Length)}{(result.Filter.Count == 0 ? "" : $" (only {string.Join(", ", result.Filter)})")} |");
        text.Line($"| answers | {(result.AnswerDigests.IsEmpty ? "another each time: which thread comes first is up to the machine" : $"digest {Digest(result)}")} |").Line();
    }

    private static string OracleText(Oracle oracle, string? claims) => oracle switch
    {
        Oracle.Contract => "contract",
        Oracle.Exact => "exact model",
        _ when claims is null => "contract (it does not claim to be nd_pmem, so the exact model does not apply)",
        _ => "exact model and the contract",
    };

    private static void Findings(StringBuilder text, RunResult result)
    {
        var broken = result.Clauses.Where(c => c.Finding is not null).ToArray();
        if (broken.Length == 0) return;
        text.Line("## Broken").Line();
        foreach (var clause in broken)
        {
            text.Line("```");
            foreach (var line in FindingText.Lines(clause.Data, clause.Finding!, result.Target.Name)) text.Line(line);
            text.Line("```").Line();
        }
    }

    private static void Errors(StringBuilder text, RunResult result)
    {
        if (result.Errors.IsEmpty) return;
        text.Line("## Could not be run").Line();
        foreach (var (name, reason) in result.Errors) text.Line($"- {name}: {reason}");
        text.Line();
    }

    private static void LostMachines(StringBuilder text, RunResult result)
    {
        if (result.Lost.IsEmpty) return;
        text.Line("## Took the machine down").Line();
        text.Line($"{Words.Plural(result.Lost.Length, "history", "histories")} ended the guest; a fresh one was booted each time and the run went on behind it.").Line();
        foreach (var lost in result.Lost)
        {
            text.Line("```");
            text.Line($"device   {lost.History.Geometry}");
            text.Line($"{Words.End(lost.Fault)} at step {lost.Step + 1}: {lost.History.Operations[lost.Step]}");
            foreach (var line in lost.Log.Take(MaxLogLines)) text.Line($"log      {line.Text}");
            text.Line($"replay   daxspec replay {Words.Token(result, lost)} {result.Target.Name}");
            text.Line("```").Line();
        }
    }

    private static void Deviations(StringBuilder text, RunResult result)
    {
        if (result.Waivers.IsEmpty) return;
        text.Line($"## Known deviations of nd_pmem {result.Profile}").Line();
        text.Line("Where the documented functions break their own contract. They stay broken until Linux changes; they do not fail the run, and one that no longer occurs does.").Line();
        text.Line("| deviation | clause | seen | smallest counterexample | consequence | source |").Line("|---|---|---|---|---|---|");
        foreach (var (waiver, seen, status) in result.Waivers)
            text.Line($"| {waiver.Id} | {waiver.Clause} | {(status == Status.Waived ? Words.Plural(seen.Count, "case") : $"**{Words.Of(status)}**")} | `{MarkdownText.Cell(waiver.Counterexample)}` | {MarkdownText.Cell(waiver.Consequence)} | {MarkdownText.Cell(waiver.Link)} |");
        text.Line();
    }

    private static void NotChecked(StringBuilder text, RunResult result)
    {
        var open = result.Clauses.Where(c => c.Status is Status.NotObservable or Status.NotSupported or Status.Error).ToArray();
        if (open.Length == 0 && result.Target.Limits.IsEmpty) return;
        text.Line("## Not checked, and why").Line();
        foreach (var limit in result.Target.Limits) text.Line($"- {limit}");
        if (!result.Target.Limits.IsEmpty) text.Line();
        if (open.Length == 0) return;
        text.Line("| clause | | why |").Line("|---|---|---|");
        foreach (var clause in open) text.Line($"| {clause.Id} {MarkdownText.Cell(clause.Data.Sentence)} | {Words.Of(clause.Status)} | {MarkdownText.Cell(clause.Reason)} |");
        text.Line();
    }

    private static void AllClauses(StringBuilder text, RunResult result)
    {
        text.Line("## Clauses").Line();
        text.Line("| clause | sentence | level | status | held | broken | known | free | not observable |").Line("|---|---|---|---|--:|--:|--:|--:|--:|");
        foreach (var clause in result.Clauses)
        {
            var tally = clause.Tally;
            var level = clause.Data.Level switch { Reference.Contract.Level.AnyOf => "any of", Reference.Contract.Level.Unconstrained => "free", _ => "required" };
            text.Line($"| {clause.Id} | {MarkdownText.Cell(clause.Data.Sentence)} | {level} | {Words.Of(clause.Status)} | {Number(tally.Held)} | {Number(tally.Broken.Count)} | {Number(tally.Waived.Values.Sum(w => w.Count))} | {Number(tally.Values.Values.Sum(v => v.Count))} | {Number(tally.NotObservable)} |");
        }
        text.Line();
    }

    private static void Profile(StringBuilder text, RunResult result)
    {
        var free = result.Clauses.Where(c => c.Tally.Values.Count > 0).ToArray();
        if (free.Length == 0) return;
        text.Line("## Profile: what it does where the contract leaves it free").Line();
        text.Line("| clause | answer | times |").Line("|---|---|--:|");
        foreach (var clause in free)
            foreach (var (value, seen) in clause.Tally.Values)
                text.Line($"| {clause.Id} {MarkdownText.Cell(clause.Data.Sentence)} | {MarkdownText.Cell(value)} | {Words.Count(seen.Count)} |");
        text.Line();
    }

    private static string Number(long value) => value == 0 ? "" : Words.Count(value);

    private static string Digest(RunResult result)
    {
        var digest = new Reference.Histories.Digest();
        foreach (var block in result.AnswerDigests) digest.Add(block);
        return digest.Value.ToString("x16", CultureInfo.InvariantCulture);
    }
}
