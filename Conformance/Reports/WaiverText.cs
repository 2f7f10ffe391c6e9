using System.Text;
using Conformance.Running;

namespace Conformance.Reports;

/// <summary>The author's own waivers in every report.</summary>
internal static class WaiverText
{
    public static string Line(WaiverResult own) => $"waiver {own.Waiver.Id} ({own.Waiver.File}) {Words.Of(own.State)}: {own.Message}";

    public static object Json(WaiverResult own) => new
    {
        Type = "waiver",
        own.Waiver.Id,
        own.Waiver.Clause,
        State = Words.Of(own.State),
        own.Fails,
        Seen = own.Seen.Count,
        own.Message,
        own.Waiver.Counterexample,
        own.Waiver.Link,
        own.Waiver.Owner,
        Expires = Words.Day(own.Waiver.Expires),
    };

    public static void Section(StringBuilder text, RunResult result)
    {
        if (result.Own.IsEmpty) return;
        text.Line("## Waivers").Line();
        text.Line($"Known deviations of the author's own, by {Words.Day(result.Today)}. What they excuse does not fail the run; one that is out of order does.").Line();
        foreach (var own in result.Own.Where(w => w.Fails)) text.Line($"- {MarkdownText.Cell(Line(own))}");
        if (result.Own.Any(w => w.Fails)) text.Line();
        text.Line("| waiver | clause | | seen | owner | expires | link |").Line("|---|---|---|--:|---|---|---|");
        foreach (var own in result.Own)
            text.Line($"| {MarkdownText.Cell(own.Waiver.Id)} | {own.Waiver.Clause} | {(own.Fails ? $"**{Words.Of(own.State)}**" : Words.Of(own.State))}{(own.Fails || own.Message.Length == 0 ? "" : $": {MarkdownText.Cell(own.Message)}")} | {Words.Count(own.Seen.Count)} | {MarkdownText.Cell(own.Waiver.Owner ?? "")} | {Words.Day(own.Waiver.Expires)} | {MarkdownText.Cell(own.Waiver.Link)} |");
        text.Line();
    }
}
