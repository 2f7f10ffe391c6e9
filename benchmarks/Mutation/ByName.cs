using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Conformance.Tests.ByName))]
[assembly: TestCaseOrderer(typeof(UnorderedTestCaseOrderer))]

namespace Conformance.Tests;

/// <summary>The first test that fails ends a run: the tables of answers, which kill most, are the first of the alphabet.</summary>
public sealed class ByName : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];
}
