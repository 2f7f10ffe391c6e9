using System.Text;

namespace Conformance.Reports;

/// <summary>Lines that end with LF on every system.</summary>
internal static class MarkdownText
{
    public static StringBuilder Line(this StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
