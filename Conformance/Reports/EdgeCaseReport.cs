using Conformance.Models;
using Conformance.Reference.Profiles;

namespace Conformance.Reports;

/// <summary>Every edge case with the answers of one kernel generation, a table a family. Same models, same bytes.</summary>
public static class EdgeCaseReport
{
    /// <summary>Equal operations in a row that are shown as one line from this number on.</summary>
    private const int Run = 4;

    private const string Legend = """
        Devices: `@name` stands in models/devices, everything else in docs/histories.md. Unless the device says otherwise it has eight pages of 4096 bytes,
        eight sectors each. `untouched`: an output that was asked for and not written. `touched` counts the pages of an answer that can really be
        reached, bold where those are not all, and in brackets stands what the first and the last of them hold: *page 3* is what page 3 held at the start.
        *written*, *kept*: the pages around a write. `bad` are the records of the table in its order, with `?` when not acknowledged, or the record
        that a check found. *ok*, *refused*: what badblocks_set and badblocks_clear answer (success is 0 until 6.14, 1 since). `ended=a of b`:
        iomap_end was told that a of b bytes were written. A bold word in place of an answer: the call did not return. –: the generation, or the
        device, has no such operation.
        """;

    public static string Render(Profile profile, IReadOnlyList<NamedDevice> devices, IReadOnlyList<EdgeCaseAnswers> answered)
    {
        var families = answered.GroupBy(a => a.Case.Family).ToArray();
        return string.Join('\n',
        [
            $"# Edge cases: nd_pmem of {profile.Name}", "",
            $"{profile.Title}. {Words.Plural(answered.Count, "case")} in {Words.Plural(families.Length, "family", "families")}.", "",
            Legend.ReplaceLineEndings("\n"), "",
            .. families.SelectMany(f => Family(f.Key, f, devices, profile)),
        ]).TrimEnd('\n');
    }

    private static IEnumerable<string> Family(string name, IEnumerable<EdgeCaseAnswers> answered, IReadOnlyList<NamedDevice> devices, Profile profile)
    {
        yield return $"## {name}";
        yield return "";
        yield return "| case | device | operations | answers |";
        yield return "|---|---|---|---|";
        foreach (var answers in answered)
        {
            var runs = Runs(answers);
            yield return $"| {answers.Case.Name} | {Device(answers.Case, devices)} | {Operations(answers.Case, runs)} | {Numbered(Answers(EdgeCaseText.Lines(answers, profile), runs), runs)} |";
        }
        yield return "";
    }

    /// <summary>The device's name where it has one.</summary>
    internal static string Device(EdgeCase edge, IReadOnlyList<NamedDevice> devices) =>
        devices.FirstOrDefault(d => d.Geometry.Equals(edge.History.Geometry)) is { } named ? $"@{named.Name}" : edge.History.Geometry.ToString();

    /// <summary>The operations of a case, numbered when there are several.</summary>
    internal static string Operations(EdgeCase edge) => Operations(edge, [.. edge.History.Operations.Select((_, i) => (i, 1))]);

    private static string Operations(EdgeCase edge, List<(int First, int Count)> runs) =>
        Numbered([.. runs.Select(r => $"`{edge.History.Operations[r.First]}`")], runs);

    private static string[] Answers(IReadOnlyList<string> lines, List<(int First, int Count)> runs) =>
        [.. runs.Select(r => r.Count == 1 ? lines[r.First] : $"{lines[r.First]} .. {lines[r.First + r.Count - 1]}")];

    private static string Numbered(string[] lines, List<(int First, int Count)> runs) =>
        runs is [(_, 1)] ? lines[0] : string.Join("<br>", lines.Select((line, i) => $"{runs[i].First + 1}{(runs[i].Count == 1 ? "" : $"-{runs[i].First + runs[i].Count}")}. {line}"));

    /// <summary>Equal operations in a row as first index and count; short runs one by one.</summary>
    private static List<(int First, int Count)> Runs(EdgeCaseAnswers answers)
    {
        var operations = answers.Case.History.Operations;
        var runs = new List<(int First, int Count)>();
        for (var i = 0; i < operations.Length;)
        {
            var count = operations[i..].TakeWhile(o => o == operations[i]).Count();
            if (count < Run) count = 1;
            runs.Add((i, count));
            i += count;
        }
        return runs;
    }
}
