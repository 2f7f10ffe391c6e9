using Conformance.Suite;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Conformance.Tests.WaitingFirst", "Conformance")]

namespace Conformance.Tests;

/// <summary>Tests that wait, for a guest or for processes, begin first: the others fill the time, and nobody is left to wait for at the end.</summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    private static readonly string[] Waiting =
    [
        nameof(RealPmemTests), nameof(TutorialTests), nameof(RealRaceTests), nameof(RealProbeTests), nameof(OwnModuleTests), nameof(LibraryPluginTests), nameof(ProcessPluginTests), nameof(PluginPartsTests),
        nameof(OverlappingPluginTests), nameof(GuestSessionTests), nameof(ReproTests), nameof(ConcurrencyTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => (uint)Array.FindIndex(Waiting, n => c.DisplayName.EndsWith(n, StringComparison.Ordinal))).ThenBy(c => c.DisplayName, StringComparer.Ordinal);
}
