using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Conformance.Lab;

namespace Conformance.Evidence;

/// <summary>edge-cases.jsonl: what running kernels answered to the named edge cases, a line each.</summary>
public static class EdgeCaseFile
{
    public const string Name = "edge-cases.jsonl";

    public static string Render(IEnumerable<EdgeCaseLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in KernelList.InOrder(lines, l => l.Kernel).ThenBy(l => LabDrivers.Rank(l.Driver)))
            text.Append(JsonSerializer.Serialize(new Line("edge_case", line), EvidenceJson.Options)).Append('\n');
        return text.ToString();
    }

    /// <exception cref="FormatException">names file and line</exception>
    public static ImmutableArray<EdgeCaseLine> Parse(string file, string text) =>
        [.. EvidenceJson.Read(file, text, (_, json) => json.Deserialize<Line>(EvidenceJson.Options)?.Answer)];

    private sealed record Line(string Type, EdgeCaseLine Answer);
}
