using Conformance.Running;

namespace Conformance.Reports;

/// <summary>What a person sees at the end of a run: the finding with the smallest counterexample in at most 25 lines, the names of the others, the counts.</summary>
public static class TerminalReport
{
    public static IEnumerable<string> Lines(RunResult result, string reportPath)
    {
        var shown = result.Clauses.Where(c => c.Finding is not null).OrderBy(c => c.Finding!.Smallest.Operations.Length).ThenBy(c => c.Finding!.Token.ToString().Length).ToArray();
        foreach (var clause in shown.Take(1))
        {
            foreach (var line in FindingText.Lines(clause.Data, clause.Finding!, result.Target.Name)) yield return line;
            yield return "";
        }
        if (shown.Length > 1) yield return $"also broken: {string.Join(", ", shown.Skip(1).Select(c => c.Id))} (each with its counterexample in {reportPath})";
        foreach (var (name, reason) in result.Errors.Take(3)) yield return $"could not run {name}: {reason}";
        if (!result.Lost.IsEmpty) yield return $"{Words.Plural(result.Lost.Length, "history", "histories")} took the machine down, first daxspec replay {Words.Token(result, result.Lost[0])} {result.Target.Name} (all in {reportPath})";
        foreach (var clause in result.Clauses.Where(c => c.Status == Status.Error).Take(3)) yield return $"{clause.Id}: {clause.Reason}";
        foreach (var (waiver, _, _) in result.Waivers.Where(w => w.Status == Status.UnexpectedPass).Take(3))
            yield return $"known deviation {waiver.Id} ({waiver.Clause}) no longer occurs: remove it from models/waivers, or narrow its profiles";
        foreach (var own in result.Own.Where(w => w.Fails)) yield return WaiverText.Line(own);
        yield return $"{result.Target.Name} {Words.Verdict(result)} (as of {result.Profile}{(result.Scope is null ? $", seed {result.Seed}" : "")})";
        yield return $"  {Words.Summary(result)}";
        yield return $"  {Words.Cases(result)}, {Words.Plural(result.Operations, "operation")}; {Words.Plural(result.Waivers.Count(w => w.Status == Status.Waived), "known deviation")} of nd_pmem seen{(result.Own.IsEmpty ? "" : $", {result.Own.Count(w => w.State == WaiverState.Waived)} of {Words.Plural(result.Own.Length, "waiver")} used")}";
        yield return $"  report: {reportPath}";
    }
}
