using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conformance.Benchmarks;

/// <summary>Makes docs/mutation.md of what dotnet-stryker left: the score, folder by folder, and each survivor with why it survives.</summary>
internal static class MutationReport
{
    private const string Root = "Conformance.Reference/";

    /// <summary>One mutant.</summary>
    /// <param name="File">below Conformance.Reference</param>
    /// <param name="Line">in it</param>
    /// <param name="Status">Stryker's word: Killed, Timeout, Survived, NoCoverage, CompileError, Ignored; Pending and RuntimeError: the process that tested it was lost</param>
    /// <param name="Change">"what stood there → what stands there"</param>
    private sealed record Mutant(string File, int Line, string Status, string Change)
    {
        public string Folder => File.Contains('/', StringComparison.Ordinal) ? File[..File.LastIndexOf('/')] : "";

        public bool Found => Status is "Killed" or "Timeout";

        /// <summary>It counts: it compiles, and no other mutant of the same place makes it needless.</summary>
        public bool Counts => Status is not ("CompileError" or "Ignored");

        /// <summary>No test reaches it, or none was there to tell.</summary>
        public bool Untested => Counts && !Found && Status != "Survived";
    }

    /// <summary>Mutants that nobody can find, or nobody need: a pattern of file, and of the change, and why.</summary>
    private sealed record Reason(Regex File, Regex Change, string Why);

    /// <param name="reports">mutation-report.json of each part; a part that another one has mutates nothing twice</param>
    /// <param name="reasons">lines of file pattern, change pattern and reason, between tabs</param>
    /// <returns>the document, and whether the score is reached</returns>
    public static (string Text, bool Reached) Render(IEnumerable<string> reports, IEnumerable<string> reasons)
    {
        // Each report has every mutant; those outside its part are ignored in it.
        var mutants = reports.SelectMany(Read).Where(m => m.Status != "Ignored").ToArray();
        var known = reasons.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')).Select(c => new Reason(new(c[0]), new(c[1]), c[2])).ToArray();
        var counted = mutants.Where(m => m.Counts).ToArray();
        var survivors = counted.Where(m => !m.Found).ToArray();
        var text = new StringBuilder();
        text.Append("# Mutants of the reference\n\nMade by `benchmarks/Mutation/run`; do not edit.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"dotnet-stryker made {counted.Length:N0} mutants of Conformance.Reference that compile, and that no other one at the same place makes needless; ");
        text.Append(CultureInfo.InvariantCulture, $"{counted.Count(m => m.Status == "Killed"):N0} are killed, {counted.Count(m => m.Status == "Timeout"):N0} do not end, {counted.Count(m => m.Status == "Survived"):N0} survive, {counted.Count(m => m.Untested):N0} are not reached by a test, or took the process down: **{Score(counted)} % are found** (90 are demanded).\n\n");
        var folders = mutants.Select(m => m.Folder).ToHashSet();
        var left = Folders().Where(f => !folders.Contains(f)).ToArray();
        if (left.Length > 0) text.Append(CultureInfo.InvariantCulture, $"**Not mutated in this run: {string.Join(", ", left)}.** The figures say nothing of them.\n\n");
        text.Append("| folder | mutants | found | survive | untested | score |\n|---|--:|--:|--:|--:|--:|\n");
        foreach (var folder in counted.GroupBy(m => m.Folder).OrderBy(g => g.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {folder.Key} | {folder.Count()} | {folder.Count(m => m.Found)} | {folder.Count(m => m.Status == "Survived")} | {folder.Count(m => m.Untested)} | {Score([.. folder])} % |\n");
        text.Append("\n## Survivors\n");
        foreach (var group in survivors.GroupBy(m => Array.Find(known, r => r.File.IsMatch(m.File) && r.Change.IsMatch(m.Change))?.Why ?? "Nothing excuses these: a test is missing.").OrderBy(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {group.Key}\n\n{group.Count()}:\n\n");
            foreach (var mutant in group.OrderBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Line)) text.Append(CultureInfo.InvariantCulture, $"- {mutant.File}:{mutant.Line} `{mutant.Change.Replace('`', '\'')}`\n");
        }
        return (text.ToString(), Found(counted) >= 0.9);
    }

    /// <summary>The folders of Conformance.Reference that have code.</summary>
    private static IEnumerable<string> Folders()
    {
        var root = Program.Beside(Root);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, Path.GetDirectoryName(f)!)).Where(f => f.Split('/')[0] is not ("bin" or "obj")).Distinct().Order(StringComparer.Ordinal);
    }

    private static double Found(Mutant[] counted) => (double)counted.Count(m => m.Found) / counted.Length;

    private static string Score(Mutant[] counted) => (100 * Found(counted)).ToString("F1", CultureInfo.InvariantCulture);

    private static Mutant[] Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var mutants = new List<Mutant>();
        foreach (var file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            var at = file.Name.LastIndexOf(Root, StringComparison.Ordinal);
            var name = at < 0 ? file.Name : file.Name[(at + Root.Length)..];
            var lines = file.Value.GetProperty("source").GetString()!.Split('\n');
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                var (start, end) = (mutant.GetProperty("location").GetProperty("start"), mutant.GetProperty("location").GetProperty("end"));
                mutants.Add(new(name, start.GetProperty("line").GetInt32(), mutant.GetProperty("status").GetString()!,
                    $"{OneLine(Between(lines, start, end))} → {OneLine(mutant.GetProperty("replacement").GetString()!)}"));
            }
        }
        return [.. mutants];
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
