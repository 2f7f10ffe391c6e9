using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>kmap_atomic and kunmap_atomic: nesting.</summary>
public sealed class KmapProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Kmap>]
    public void Short_mappings_conform(History history) => Conforms(history);

    public sealed class Kmap : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [kmap_atomic, kunmap_atomic];
    }
}
