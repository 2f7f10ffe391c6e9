using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Conformance.Benchmarks;

/// <summary>
/// Keeps what dotnet-stryker found, source file by source file (docs/evidence/mutation.jsonl), and makes docs/mutation.md of it: the score,
/// folder by folder, and each survivor with why it survives. All of it takes hours, so that a run may measure a part of the files.
/// </summary>
internal static class MutationReport
{
    private const string Root = "Conformance.Reference/";

    /// <summary>The lines, below docs.</summary>
    public const string Lines = "evidence/mutation.jsonl";

    /// <summary>What Stryker writes in the place of the source of a file that it was told to leave out.</summary>
    private const string LeftOut = "File ignored by mutate filter";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What became of the mutants of a file.</summary>
    /// <param name="Name">below Conformance.Reference</param>
    /// <param name="Source">digest of the text that was mutated</param>
    /// <param name="Measured">the day</param>
    /// <param name="Killed">a test failed</param>
    /// <param name="Endless">the tests did not end</param>
    /// <param name="Left">that no test found</param>
    private sealed record Mutated(string Name, string Source, DateOnly Measured, int Killed, int Endless, Survivor[] Left)
    {
        [JsonIgnore]
        public string Folder => Name.Contains('/', StringComparison.Ordinal) ? Name[..Name.LastIndexOf('/')] : "";

        [JsonIgnore]
        public int Found => Killed + Endless;

        [JsonIgnore]
        public int Count => Found + Left.Length;
    }

    /// <param name="Line">in the file</param>
    /// <param name="Change">"what stood there → what stands there"</param>
    /// <param name="Tested">false: no test reaches it, or the process that tested it was lost</param>
    private sealed record Survivor(int Line, string Change, bool Tested);

    /// <summary>Mutants that nobody can find, or nobody need: a pattern of file, and of the change, and why.</summary>
    private sealed record Reason(Regex File, Regex Change, string Why);

    /// <summary>Puts what reports say in the place of what was known of their files.</summary>
    /// <param name="known">lines of evidence</param>
    /// <param name="reports">mutation-report.json of each part</param>
    /// <param name="day">of the reports</param>
    /// <returns>lines of evidence; files that there are no more have none</returns>
    public static IEnumerable<string> Merge(IEnumerable<string> known, IEnumerable<string> reports, DateOnly day)
    {
        var files = known.Select(Parse).ToDictionary(f => f.Name);
        foreach (var file in reports.SelectMany(r => Read(r, day))) files[file.Name] = file;
        return files.Values.Where(f => File.Exists(Path.Join(Program.Beside(Root), f.Name))).OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => JsonSerializer.Serialize(f, Json));
    }

    /// <param name="evidence">its lines</param>
    /// <param name="reasons">lines of file pattern, change pattern and reason, between tabs</param>
    /// <returns>the document, and whether the score is reached</returns>
    public static (string Text, bool Reached) Render(IEnumerable<string> evidence, IEnumerable<string> reasons)
    {
        var files = evidence.Select(Parse).ToArray();
        var known = reasons.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')).Select(c => new Reason(new(c[0]), new(c[1]), c[2])).ToArray();
        var text = new StringBuilder();
        text.Append("# Mutants of the reference\n\nMade by `benchmarks/Mutation/run`; do not edit.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"dotnet-stryker made {files.Sum(f => f.Count):N0} mutants of Conformance.Reference that compile, and that no other one at the same place makes needless; ");
        text.Append(CultureInfo.InvariantCulture, $"{files.Sum(f => f.Killed):N0} are killed, {files.Sum(f => f.Endless):N0} do not end, {files.Sum(f => f.Left.Count(s => s.Tested)):N0} survive, {files.Sum(f => f.Left.Count(s => !s.Tested)):N0} are not reached by a test, or took the process down: **{Score(files)} % are found** (90 are demanded).\n\n");
        var folders = files.Select(f => f.Folder).ToHashSet();
        var missing = Folders().Where(f => !folders.Contains(f)).ToArray();
        if (missing.Length > 0) text.Append(CultureInfo.InvariantCulture, $"**Not measured: {string.Join(", ", missing)}.** The figures say nothing of them.\n\n");
        var changed = files.Where(f => DigestOf(File.ReadAllText(Path.Join(Program.Beside(Root), f.Name))) != f.Source).ToArray();
        if (changed.Length > 0) text.Append(CultureInfo.InvariantCulture, $"Changed since they were measured: {string.Join(", ", changed.Select(f => f.Name))}.\n\n");
        text.Append("| folder | measured | mutants | found | survive | untested | score |\n|---|---|--:|--:|--:|--:|--:|\n");
        foreach (var folder in files.Where(f => f.Count > 0).GroupBy(f => f.Folder).OrderBy(g => g.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {folder.Key} | {folder.Min(f => f.Measured):yyyy-MM-dd} | {folder.Sum(f => f.Count)} | {folder.Sum(f => f.Found)} | {folder.Sum(f => f.Left.Count(s => s.Tested))} | {folder.Sum(f => f.Left.Count(s => !s.Tested))} | {Score([.. folder])} % |\n");
        text.Append("\n## Survivors\n");
        foreach (var group in files.SelectMany(f => f.Left.Select(s => (f.Name, s.Line, s.Change)))
            .GroupBy(m => Array.Find(known, r => r.File.IsMatch(m.Name) && r.Change.IsMatch(m.Change))?.Why ?? "Nothing excuses these: a test is missing.").OrderBy(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {group.Key}\n\n{group.Count()}:\n\n");
            foreach (var (name, line, change) in group.OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Line)) text.Append(CultureInfo.InvariantCulture, $"- {name}:{line} `{change.Replace('`', '\'')}`\n");
        }
        return (text.ToString(), Found(files) >= 0.9);
    }

    private static Mutated Parse(string line) => JsonSerializer.Deserialize<Mutated>(line, Json)!;

    /// <summary>The folders of Conformance.Reference that have code.</summary>
    private static IEnumerable<string> Folders()
    {
        var root = Program.Beside(Root);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, Path.GetDirectoryName(f)!)).Where(f => f.Split('/')[0] is not ("bin" or "obj")).Distinct().Order(StringComparer.Ordinal);
    }

    private static double Found(Mutated[] files) => (double)files.Sum(f => f.Found) / Math.Max(1, files.Sum(f => f.Count));

    private static string Score(Mutated[] files) => (100 * Found(files)).ToString("F1", CultureInfo.InvariantCulture);

    private static string DigestOf(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.TrimStart('\uFEFF'))).AsSpan(0, 8));

    /// <summary>The files that a report is about; it lists the others too.</summary>
    private static IEnumerable<Mutated> Read(string json, DateOnly day)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            var source = file.Value.GetProperty("source").GetString()!;
            if (source == LeftOut) continue;
            var at = file.Name.LastIndexOf(Root, StringComparison.Ordinal);
            var lines = source.Split('\n');
            var statuses = file.Value.GetProperty("mutants").EnumerateArray().ToLookup(StatusOf);
            yield return new(at < 0 ? file.Name : file.Name[(at + Root.Length)..], DigestOf(source), day, statuses["Killed"].Count(), statuses["Timeout"].Count(),
                [.. statuses.Where(s => s.Key is not ("Killed" or "Timeout" or "CompileError" or "Ignored")).SelectMany(s => s).Select(m => SurvivorOf(lines, m)).OrderBy(s => s.Line)]);
        }
    }

    /// <summary>Stryker's word: Killed, Timeout, Survived, NoCoverage, CompileError, Ignored; Pending and RuntimeError: the process that tested it was lost.</summary>
    private static string StatusOf(JsonElement mutant) => mutant.GetProperty("status").GetString()!;

    private static Survivor SurvivorOf(string[] lines, JsonElement mutant)
    {
        var (start, end) = (mutant.GetProperty("location").GetProperty("start"), mutant.GetProperty("location").GetProperty("end"));
        return new(start.GetProperty("line").GetInt32(), $"{OneLine(Between(lines, start, end))} → {OneLine(mutant.GetProperty("replacement").GetString()!)}", StatusOf(mutant) == "Survived");
    }

    private static string Between(string[] lines, JsonElement start, JsonElement end)
    {
        var (first, from, last, to) = (start.GetProperty("line").GetInt32() - 1, start.GetProperty("column").GetInt32() - 1, end.GetProperty("line").GetInt32() - 1, end.GetProperty("column").GetInt32() - 1);
        return first == last ? lines[first][from..to] : $"{lines[first][from..]} {string.Join(' ', lines[(first + 1)..last])} {lines[last][..to]}";
    }

    /// <summary>On one line, and no longer than a reader takes in.</summary>
    private static string OneLine(string code)
    {
        const int most = 110;
        var line = Regex.Replace(code, @"\s+", " ").Trim();
        return line.Length <= most ? line : $"{line[..most]}…";
    }
}
