using Conformance.Models;
using Conformance.Reference.Profiles;

namespace Conformance.Reports;

/// <summary>The edge cases on which kernel generations differ, side by side. Same answers, same bytes.</summary>
public static class EdgeCaseOverview
{
    /// <param name="devices">the named devices</param>
    /// <param name="profiles">each generation with its answers, the same cases in the same order</param>
    public static string Render(IReadOnlyList<NamedDevice> devices, IReadOnlyList<(Profile Profile, IReadOnlyList<EdgeCaseAnswers> Answered)> profiles)
    {
        var rows = profiles[0].Answered.Select((a, i) => new EdgeCaseRow(a.Case, [.. profiles.Select(p => EdgeCaseText.Lines(p.Answered[i], p.Profile))])).ToArray();
        return string.Join('\n', Lines("Edge cases by profile", rows, devices, [.. profiles.Select(p => p.Profile.Name)])).TrimEnd('\n');
    }

    internal static IEnumerable<string> Lines(string title, IReadOnlyList<EdgeCaseRow> rows, IReadOnlyList<NamedDevice> devices, IReadOnlyList<string> names)
    {
        var families = rows.GroupBy(r => r.Case.Family).ToArray();
        return
        [
            $"# {title}", "",
            $"{Words.Plural(rows.Count, "case")} in {Words.Plural(families.Length, "family", "families")}. {string.Join(", ", names)} answer {Words.Count(rows.Count(r => r.Differs))} of them differently; those are below, and only the operations whose answers differ. A generation that lacks an operation of a case (–) does not make it different. How to read an answer: see the report of one generation.", "",
            "| family | cases | differing |", "|---|--:|--:|",
            .. families.Select(f => $"| {f.Key} | {f.Count()} | {f.Count(r => r.Differs)} |"), "",
            .. families.Where(f => f.Any(r => r.Differs)).SelectMany(f => Family(f.Key, f.Where(r => r.Differs), devices, names)),
        ];
    }

    private static IEnumerable<string> Family(string name, IEnumerable<EdgeCaseRow> rows, IReadOnlyList<NamedDevice> devices, IReadOnlyList<string> profiles) =>
    [
        $"## {name}", "",
        $"| case | device, operations | {string.Join(" | ", profiles)} |", $"|---|---|{string.Concat(profiles.Select(_ => "---|"))}",
        .. rows.Select(r => $"| {r.Case.Name} | {EdgeCaseReport.Device(r.Case, devices)}<br>{EdgeCaseReport.Operations(r.Case)} | {string.Join(" | ", r.Columns)} |"), "",
    ];
}
