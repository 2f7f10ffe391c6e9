using System.Collections.Immutable;
using System.Text.Json;
using Conformance.Evidence;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Comparing;

/// <summary>Reads run.jsonl as one side of a comparison.</summary>
public static class RunFile
{
    public const string Name = "run.jsonl";

    /// <exception cref="FormatException">names the file, the line, what was found and what was wanted</exception>
    public static DiffSide Parse(string file, string text)
    {
        JsonElement[] lines;
        try
        {
            lines = [.. EvidenceJson.Read<object>(file, text, (_, json) => json.Clone()).Cast<JsonElement>()];
            return Side(file, lines);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or JsonException)
        {
            throw new FormatException($"{file}: found lines that are not those of a run ({e.Message}); wanted {Name} of 'daxspec check'; do: run the check again", e);
        }
    }

    private static DiffSide Side(string file, JsonElement[] lines)
    {
        var header = lines.FirstOrDefault(l => Type(l) == "header");
        if (header.ValueKind != JsonValueKind.Object) throw new FormatException($"{file}: found no header; wanted {Name} of 'daxspec check'; do: run the check again");
        var version = header.GetProperty("version").GetInt32();
        if (version != JsonlReport.Version) throw new FormatException($"{file}: found version {version}; wanted {JsonlReport.Version}; do: run the check again with this daxspec");
        if (!lines.Any(l => Type(l) == "footer")) throw new FormatException($"{file}: found no footer, so it is cut short; wanted a whole {Name}; do: run the check again");
        var shown = lines.Where(l => Type(l) is "known_deviation" or "waiver").ToDictionary(l => Text(l, "id"), l => Text(l, "counterexample"));
        return new()
        {
            Target = Text(header, "target"),
            Title = Text(header, "title"),
            Profile = Text(header, "profile"),
            Name = Text(header, "target"),
            Clauses = lines.Where(l => Type(l) == "clause").Select(l => Clause(l, shown)).ToImmutableSortedDictionary(c => c.Id, c => c, StringComparer.Ordinal),
            Kept = [.. lines.Where(l => Type(l) == "case").Select(l => new KeptCase(Text(l, "label"), HistoryText.ParseHistory(Text(l, "history")), [.. l.GetProperty("answers").EnumerateArray().Select(a => AnswerLine.Parse(a.GetString()!))]))],
        };
    }

    private static SideClause Clause(JsonElement line, Dictionary<string, string> shown)
    {
        ImmutableArray<string> excuses = [.. Keys(line, "waived"), .. Keys(line, "drifted")];
        var broken = line.GetProperty("finding") is { ValueKind: JsonValueKind.Object } finding ? new SideBreak(HistoryText.ParseHistory(Text(finding, "history")), Text(finding, "got"), Text(finding, "allowed"))
            : excuses.Select(id => shown.GetValueOrDefault(id, "")).FirstOrDefault(h => h.Length > 0) is { } history ? new(HistoryText.ParseHistory(history), "", "") : null;
        var word = Text(line, "status");
        var status = Array.Find(Enum.GetValues<Status>(), s => Words.Of(s) == word);
        return Words.Of(status) == word ? new(Text(line, "id"), status, excuses, Keys(line, "free"), broken) : throw new FormatException($"found the status '{word}' of {Text(line, "id")}; wanted one of {string.Join(", ", Enum.GetValues<Status>().Select(Words.Of))}");
    }

    private static ImmutableArray<string> Keys(JsonElement line, string name) => [.. line.GetProperty(name).EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];

    private static string Type(JsonElement line) => line.GetProperty("type").GetString() ?? "";

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? "";
}
