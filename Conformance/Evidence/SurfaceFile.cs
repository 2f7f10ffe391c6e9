namespace Conformance.Evidence;

/// <summary>surface.jsonl: the lines of a matrix, a driver being DRIVER/KIND, then the answers to the edges of the user surface.</summary>
public static class SurfaceFile
{
    public const string Name = "surface.jsonl";

    private const string Edge = "{\"type\":\"edge_case\"";

    public static string Render(EvidenceSet evidence) => MatrixFile.Render(evidence.Columns) + EdgeCaseFile.Render(evidence.EdgeCases);

    /// <exception cref="FormatException">names the file and the line of its part</exception>
    public static EvidenceSet Parse(string file, string text)
    {
        var edges = text.Split('\n').ToLookup(l => l.StartsWith(Edge, StringComparison.Ordinal));
        return new(MatrixFile.Parse(file, string.Join('\n', edges[false])), EdgeCaseFile.Parse(file, string.Join('\n', edges[true])));
    }

    /// <summary>Committed evidence; what is not there is empty.</summary>
    public static EvidenceSet Load(string directory) => Path.Combine(directory, Name) is var path && File.Exists(path) ? Parse(Name, File.ReadAllText(path)) : EvidenceSet.Empty;
}
