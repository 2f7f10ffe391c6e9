using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Models;

/// <summary>A waiver as it is written to a file of the author's; what it looks like is what <see cref="WaiverFile"/> reads.</summary>
public static partial class WaiverEntry
{
    /// <summary>What a new file begins with.</summary>
    public const string Head = """
        # Known deviations of our own, for --waivers or DAXSPEC_WAIVERS (docs/waivers.md). Each excuses the breaks of its clause that fit its
        # conditions and its symptom, a regular expression on what was got. One that no longer occurs, that breaks differently, that
        # has expired or has no link fails the run.

        """;

    public static string Render(Waiver waiver)
    {
        var text = new StringBuilder();
        text.Append($"- id: {Quote(waiver.Id)}\n");
        Line("clause", waiver.Clause);
        List("targets", waiver.Targets.Select(Quote));
        List("profiles", waiver.Profiles.Select(Quote));
        List("cases", waiver.Cases.Select(Quote));
        List("when", waiver.When);
        Line("symptom", waiver.Symptom);
        Line("counterexample", waiver.Counterexample);
        Line("consequence", waiver.Consequence);
        Line("link", waiver.Link);
        if (waiver.Owner is { } owner) Line("owner", owner);
        if (waiver.Expires is { } day) text.Append($"  expires: {day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}\n");
        return text.ToString();

        void Line(string key, string value) => text.Append($"  {key}: {Quote(value)}\n");
        void List(string key, IEnumerable<string> values)
        {
            if (string.Join(", ", values) is { Length: > 0 } all) text.Append($"  {key}: [{all}]\n");
        }
    }

    /// <summary>
    /// The symptom that other cases of the same defect have too: any count for a count, the same errno for an errno, the same words
    /// with any numbers for anything else.
    /// </summary>
    public static string SymptomOf(string got)
    {
        var first = got.Split(' ')[0];
        if (Count().IsMatch(first)) return @"^[1-9]\d*( |$)";
        if (first == "0" || first.StartsWith("-E", StringComparison.Ordinal)) return $"^{Regex.Escape(first)}( |$)";
        return $"^{Number().Replace(Regex.Escape(got), m => m.Value[0] == '0' && m.Length > 1 ? "0x[0-9a-f]+" : m.Value[0] == '\\' ? @"\#[0-9a-f]{16}" : @"\d+")}$";
    }

    /// <summary>A double-quoted YAML text.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch { '"' => "\\\"", '\\' => @"\\", '\n' => "\\n", '\t' => "\\t", < ' ' or '\u007f' => $"\\x{(int)c:x2}", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[1-9]\d*$")]
    private static partial Regex Count();

    [GeneratedRegex(@"0x[0-9a-f]+|\\#[0-9a-f]{16}|\d+")]
    private static partial Regex Number();
}
