using Conformance.Models;
using Conformance.Reference.Profiles;

namespace Conformance.Reports;

/// <summary>The edge cases on which kernel generations differ, side by side. Same models, same bytes.</summary>
public static class EdgeCaseOverview
{
    /// <param name="devices">the named devices</param>
    /// <param name="profiles">each generation with its answers, the same cases in the same order</param>
    public static string Render(IReadOnlyList<NamedDevice> devices, IReadOnlyList<(Profile Profile, IReadOnlyList<EdgeCaseAnswers> Answered)> profiles)
    {
        var rows = profiles[0].Answered.Select((a, i) => new Row(a.Case, [.. profiles.Select(p => EdgeCaseText.Lines(p.Answered[i], p.Profile))])).ToArray();
        var families = rows.GroupBy(r => r.Case.Family).ToArray();
        var names = profiles.Select(p => p.Profile.Name).ToArray();
        return string.Join('\n',
        [
            "# Edge cases by profile", "",
            $"{Words.Plural(rows.Length, "case")} in {Words.Plural(families.Length, "family", "families")}. {string.Join(", ", names)} answer {Words.Count(rows.Count(r => r.Differs))} of them differently; those are below, and only the operations whose answers differ. A generation that lacks an operation of a case (–) does not make it different. How to read an answer: see the report of one generation.", "",
            "| family | cases | differing |", "|---|--:|--:|",
            .. families.Select(f => $"| {f.Key} | {f.Count()} | {f.Count(r => r.Differs)} |"), "",
            .. families.Where(f => f.Any(r => r.Differs)).SelectMany(f => Family(f.Key, f.Where(r => r.Differs), devices, names)),
        ]).TrimEnd('\n');
    }

    private static IEnumerable<string> Family(string name, IEnumerable<Row> rows, IReadOnlyList<NamedDevice> devices, string[] profiles) =>
    [
        $"## {name}", "",
        $"| case | device, operations | {string.Join(" | ", profiles)} |", $"|---|---|{string.Concat(profiles.Select(_ => "---|"))}",
        .. rows.Select(r => $"| {r.Case.Name} | {EdgeCaseReport.Device(r.Case, devices)}<br>{EdgeCaseReport.Operations(r.Case)} | {string.Join(" | ", r.Columns)} |"), "",
    ];

    private sealed record Row(EdgeCase Case, IReadOnlyList<string>[] Answers)
    {
        private readonly int[] _differing = [.. Enumerable.Range(0, Case.History.Operations.Length).Where(i => Comparable(Answers).Select(a => a[i]).Distinct().Count() > 1)];

        public bool Differs => _differing.Length > 0;

        /// <summary>One cell a profile.</summary>
        public IEnumerable<string> Columns => Answers.Select(lines => Case.History.Operations.Length == 1 ? lines[0] : string.Join("<br>", _differing.Select(i => $"{i + 1}. {lines[i]}")));

        /// <summary>The generations that have every operation which any of them has.</summary>
        private static IEnumerable<IReadOnlyList<string>> Comparable(IReadOnlyList<string>[] answers) =>
            answers.Where(a => !a.Where((line, i) => line == EdgeCaseText.NotSupported && answers.Any(other => other[i] != line)).Any());
    }
}
