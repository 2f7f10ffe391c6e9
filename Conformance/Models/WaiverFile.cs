using System.Collections.Immutable;
using System.Globalization;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Conformance.Models;

/// <summary>
/// Waivers of the author's own: a YAML list in the form of models/waivers. id, clause or cases, symptom and link are wanted; profiles,
/// drivers, targets, page_sizes, when, when_any, counterexample, consequence, owner and expires may stand.
/// </summary>
public static class WaiverFile
{
    private static readonly string[] Lists = ["profiles", "drivers", "targets", "page_sizes", "cases", "when", "when_any"];
    private static readonly string[] Texts = ["id", "clause", "finding", "symptom", "counterexample", "consequence", "link", "owner", "expires"];

    /// <exception cref="FormatException">file, line, column; what was found, what was wanted, what to do</exception>
    public static ImmutableArray<Waiver> Parse(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text.TrimStart('\ufeff')));
        }
        catch (YamlException e)
        {
            throw Wrong(file, e.Start, $"what is no YAML ({e.Message.TrimEnd('.')})", "a YAML list of waivers", "mend it there; docs/waivers.md shows one");
        }
        if (stream.Documents.Count == 0) return [];
        if (stream.Documents.Count > 1) throw Wrong(file, stream.Documents[1].RootNode.Start, "a second YAML document", "one list", "remove the '---' line before it");
        return stream.Documents[0].RootNode switch
        {
            YamlSequenceNode list => Unique(file, [.. list.Children.Select(n => (n, Entry(file, n)))]),
            YamlScalarNode { Value: null or "" } => [],
            var other => throw Wrong(file, other.Start, $"a {other.NodeType.ToString().ToLowerInvariant()}", "a list of waivers", "begin each waiver with '- id: NAME'"),
        };
    }

    private static ImmutableArray<Waiver> Unique(string file, (YamlNode Node, Waiver Waiver)[] entries)
    {
        foreach (var group in entries.GroupBy(e => e.Waiver.Id).Where(g => g.Count() > 1))
            throw Wrong(file, group.ElementAt(1).Node.Start, $"a second waiver '{group.Key}'", "an id of its own for each", "rename one of them");
        return [.. entries.Select(e => e.Waiver)];
    }

    private static Waiver Entry(string file, YamlNode node)
    {
        if (node is not YamlMappingNode map) throw Wrong(file, node.Start, $"a {node.NodeType.ToString().ToLowerInvariant()}", "a waiver", "write KEY: VALUE lines under '- id: NAME'");
        var values = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in map.Children)
            if (key is not YamlScalarNode { Value: { } name } || !Lists.Contains(name) && !Texts.Contains(name))
                throw Wrong(file, key.Start, $"the key '{key}'", $"one of {string.Join(", ", Texts.Concat(Lists))}", "correct or remove it");
            else values.Add(name, value);
        var id = Text("id") ?? throw Wrong(file, node.Start, "a waiver without an id", "id: NAME", "give it a short name of its own");
        if (Text("clause") is null && !values.ContainsKey("cases")) throw Wrong(file, node.Start, $"waiver '{id}' without clause and without cases", "one of them", "name the clause that it excuses, for instance clause: DA-08");
        return new()
        {
            Id = id,
            File = file,
            Clause = Text("clause") ?? "*",
            Finding = Text("finding"),
            Profiles = ListOf("profiles"),
            Drivers = ListOf("drivers"),
            Targets = ListOf("targets"),
            PageSizes = List("page_sizes", (n, v) => v is "4096" or "16384" or "65536" ? int.Parse(v, CultureInfo.InvariantCulture) : throw Wrong(file, n.Start, $"'{v}'", "4096, 16384 or 65536 bytes", "correct it")),
            Cases = List("cases", (n, v) => Pattern(file, n, v)),
            When = List("when", (n, v) => Class(file, n, v)),
            WhenAny = List("when_any", (n, v) => Class(file, n, v)),
            Symptom = Pattern(file, values.GetValueOrDefault("symptom") ?? node, Text("symptom") ?? throw Wrong(file, node.Start, $"waiver '{id}' without a symptom", "symptom: REGULAR EXPRESSION on what was got", "write what the report shows behind 'got', for instance symptom: \"^-EIO\"")),
            Counterexample = History(file, values.GetValueOrDefault("counterexample"), Text("counterexample") ?? ""),
            Consequence = Text("consequence") ?? "",
            Link = Text("link") ?? "",
            Owner = Text("owner"),
            Expires = Text("expires") is { } day ? Day(file, values["expires"], day) : null,
        };

        string? Text(string name) => values.GetValueOrDefault(name) switch
        {
            null => null,
            YamlScalarNode scalar => string.IsNullOrWhiteSpace(scalar.Value) ? null : scalar.Value.Trim(),
            var other => throw Wrong(file, other.Start, $"a {other.NodeType.ToString().ToLowerInvariant()}", $"one text for {name}", "write it on one line"),
        };
        List<string> ListOf(string name) => List(name, (_, v) => v);
        List<T> List<T>(string name, Func<YamlNode, string, T> read) => values.GetValueOrDefault(name) switch
        {
            null => [],
            YamlSequenceNode list => [.. list.Children.Select(n => n is YamlScalarNode { Value: { Length: > 0 } item } ? read(n, item) : throw Wrong(file, n.Start, $"'{n}'", $"one word for each of {name}", "correct it"))],
            var other => throw Wrong(file, other.Start, $"'{other}'", $"a list for {name}", $"write {name}: [{other}]"),
        };
    }

    private static string Pattern(string file, YamlNode node, string pattern)
    {
        try
        {
            _ = Waiver.Expression(pattern);
            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Wrong(file, node.Start, $"'{pattern}'", "a regular expression without back references and look-around", $"correct it: {e.Message}");
        }
    }

    private static string Class(string file, YamlNode node, string name) => DataName.TryParse<InputClass>(name, out _) ? name
        : throw Wrong(file, node.Start, $"'{name}'", $"an input class, one of {string.Join(", ", DataName.All<InputClass>())}", "correct it; daxspec replay TOKEN shows those of a break");

    private static string History(string file, YamlNode? node, string text)
    {
        try
        {
            if (text.Length > 0) _ = HistoryText.ParseHistory(text);
            return text;
        }
        catch (FormatException e)
        {
            throw Wrong(file, node!.Start, e.Message, "a history as docs/histories.md defines it", "copy it from a report, or leave it out");
        }
    }

    private static DateOnly Day(string file, YamlNode node, string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Wrong(file, node.Start, $"'{text}'", "a day, YYYY-MM-DD", "write the last day on which the waiver is to count");

    private static FormatException Wrong(string file, Mark at, string found, string wanted, string action) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}:{at.Line}:{at.Column}: found {found}; wanted {wanted}; do: {action}"));
}
