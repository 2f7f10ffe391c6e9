using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Conformance.Tests.MostKillsFirst))]
[assembly: TestCaseOrderer(typeof(UnorderedTestCaseOrderer))]

namespace Conformance.Tests;

/// <summary>The first test that fails ends a run: what kills most, and is quick, comes first.</summary>
public sealed class MostKillsFirst : ITestCollectionOrderer
{
    private static readonly string[] Order = [nameof(AnswerTableTests), nameof(WrongDriverTests), nameof(WrongAnswerTests), nameof(FormTests), nameof(RightDriverTests), nameof(ScopeTableTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Array.FindIndex(Order, name => c.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
