using System.Diagnostics.CodeAnalysis;

namespace Conformance.Suite;

/// <summary>The tests that drive the target, one after the other.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's word.")]
public sealed class SuiteCollection : ICollectionFixture<SuiteTarget>
{
    public const string Name = "target";
}
