using System.Collections.Immutable;
using Conformance.Lab;

namespace Conformance.Evidence;

/// <summary>Everything that runs in the lab left behind.</summary>
/// <param name="Columns">driver by kernel, in the matrix' order</param>
/// <param name="EdgeCases">the named edge cases on running kernels</param>
public sealed record EvidenceSet(ImmutableArray<EvidenceColumn> Columns, ImmutableArray<EdgeCaseLine> EdgeCases)
{
    public static EvidenceSet Empty { get; } = new([], []);

    /// <summary>Reads committed evidence; what is not there is empty.</summary>
    /// <exception cref="FormatException">names file and line</exception>
    public static EvidenceSet Load(string directory) => new(
        MatrixFile.Parse(MatrixFile.Name, Text(directory, MatrixFile.Name)),
        EdgeCaseFile.Parse(EdgeCaseFile.Name, Text(directory, EdgeCaseFile.Name)));

    /// <summary>What newer runs found out in place of what stood here of the same kernels; of the other kernels it stays.</summary>
    public EvidenceSet With(EvidenceSet newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        var again = newer.Columns.Select(c => c.Kernel).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. MatrixFile.InOrder(Columns.Where(c => !again.Contains(c.Kernel)).Concat(newer.Columns))],
            [.. KernelList.InOrder(EdgeCases.Where(e => !again.Contains(e.Kernel)).Concat(newer.EdgeCases), e => e.Kernel)]);
    }

    private static string Text(string directory, string name) => Path.Combine(directory, name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";
}
