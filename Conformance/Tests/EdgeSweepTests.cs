using Conformance.Generation;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class EdgeSweepTests
{
    private static readonly EdgeSweep Sweep = new(AnyHistory.Everything);

    public static TheoryData<OpCode> Operations => [.. OperationSpec.All.Select(s => s.Code)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_edge_value_of_every_argument_is_asked_for(OpCode code)
    {
        var spec = OperationSpec.For(code);
        var asked = Enumerable.Range(0, Sweep.Count).Select(i => Sweep[i]).SelectMany(h => h.Operations.Where(o => o.Code == code).Select(o => (h.Geometry, Operation: o))).ToArray();
        for (var i = 0; i < spec.Args.Length; i++)
            foreach (var device in asked.Select(a => a.Geometry).Distinct())
                Assert.Empty(EdgeDictionary.For(spec.Args[i].Kind, device).Except(asked.Where(a => a.Geometry.Equals(device)).Select(a => a.Operation[i])));
    }

    [Fact]
    public void The_dictionary_reaches_the_ends_of_the_device_and_of_its_types()
    {
        var values = EdgeDictionary.For(ArgKind.NrPages, HistoryText.ParseGeometry("size=32768"));
        Assert.All<ulong>([0, 1, 7, 8, 9, (1UL << 20) - 1, 1UL << 20, 1UL << 29, (1UL << 63) - 1, 1UL << 63, ulong.MaxValue], edge => Assert.Contains(edge, values));
    }

    [Fact]
    public void The_dictionary_reaches_the_ends_of_bad_ranges()
    {
        var values = EdgeDictionary.For(ArgKind.Sector, HistoryText.ParseGeometry("size=32768 bad=19+4"));
        Assert.All<ulong>([18, 19, 20, 22, 23, 24], edge => Assert.Contains(edge, values));
    }

    [Theory]
    [InlineData(ArgKind.Pgoff)]
    [InlineData(ArgKind.Sectors)]
    [InlineData(ArgKind.Result)]
    public void No_value_is_listed_twice(ArgKind kind)
    {
        var values = EdgeDictionary.For(kind, HistoryText.ParseGeometry("size=32768 bad=8+1"));
        Assert.Equal(values.Length, values.Distinct().Count());
    }
}
