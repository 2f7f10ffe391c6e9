using System.Globalization;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>One failure as a story of at most <see cref="MaxLines"/> lines: device, when, got, allowed, because, check, replay, shrunk from.</summary>
public static class FindingText
{
    public const int MaxLines = 25;
    private const int MaxOperations = 8;
    private const int MaxHints = 3;
    private const int MaxLogLines = 6;

    public static IEnumerable<string> Lines(ClauseData clause, Finding finding, string target)
    {
        var observed = finding.Observed;
        var operations = finding.Smallest.Operations;
        yield return $"{clause.Id}  {clause.Sentence}";
        yield return $"  device   {finding.Smallest.Geometry} ({Pages(finding.Smallest.Geometry)})";
        var first = Math.Max(0, Math.Min(operations.Length, observed.Step + 1) - MaxOperations);
        if (first > 0) yield return $"  when     ... {first} earlier operations";
        for (var i = first; i < operations.Length && i < first + MaxOperations; i++)
            yield return $"{(i == first && first == 0 ? "  when     " : "           ")}{Moment(finding.Smallest, finding.Spans, i)}{operations[i]}{(i == observed.Step ? "" : $"  -> {finding.Answers[i]}")}{(i == observed.Step && operations.Length > 1 ? "   <-- here" : "")}";
        yield return $"  got      {observed.Got}";
        yield return $"  allowed  {observed.Allowed}";
        yield return $"  because  {observed.Because} ({clause.Source})";
        foreach (var (hint, i) in clause.Check.Take(MaxHints).Select((h, i) => (h, i)))
            yield return $"{(i == 0 ? "  check    " : "           ")}{hint}";
        // A kernel says first what is wrong, a program last.
        var ofDriver = clause.Id.StartsWith(ClauseCatalog.ConductPrefix, StringComparison.Ordinal);
        foreach (var (line, i) in (ofDriver ? finding.Log.TakeLast(MaxLogLines) : finding.Log.Take(MaxLogLines)).Select((l, i) => (l, i)))
            yield return $"{(i == 0 ? "  log      " : "           ")}{(ofDriver ? "standard error" : "kernel log")} of step {line.Step + 1}: {line.Text}";
        yield return $"  replay   daxspec replay {finding.Token} {target}";
        yield return $"  shrunk   from {finding.FirstCase} ({Words.Plural(finding.Original.Operations.Length, "operation")}) in {Words.Plural(finding.ShrinkSteps, "step")}; {Words.Plural(finding.Count, "case")} broke it";
    }

    /// <summary>"2.1 [3-7] ": thread and place, and when it began and ended; empty where calls come one after the other.</summary>
    public static string Moment(History history, IReadOnlyList<(int Began, int Ended)> spans, int step) => history.Threads is not { } threads || step >= spans.Count ? ""
        : $"{threads.PlaceOf(step)} [{Clock(spans[step].Began)}-{Clock(spans[step].Ended)}] ";

    private static string Clock(int moment) => moment == IConcurrentDevice.Never ? "" : moment.ToString(CultureInfo.InvariantCulture);

    private static string Pages(Geometry geometry) => geometry.Present ? Words.Plural((long)geometry.Pages, "page") : "no device";
}
