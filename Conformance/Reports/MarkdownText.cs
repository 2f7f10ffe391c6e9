using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Reports;

/// <summary>Lines that end with LF on every system, and text that Markdown leaves as it is.</summary>
internal static partial class MarkdownText
{
    public static StringBuilder Line(this StringBuilder text, string line = "") => text.Append(line).Append('\n');

    /// <summary>Text for a cell of a table.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ').Trim();

    /// <summary>Prose in which the kernel's names, which have underscores, stand as code; what stands between backticks stays.</summary>
    public static string Prose(string text) => Identifier().Replace(text.Trim(), m => m.Value[0] == '`' ? m.Value : $"`{m.Value}`");

    [GeneratedRegex(@"`[^`]*`|(?<![\w`/.])(->|struct )?[A-Za-z_][\w]*(->\w+|_\w+)+(?:\(\))?(?![\w`])")]
    private static partial Regex Identifier();
}
