using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>Loads and stores through both mappings of the data area.</summary>
public sealed class MemoryProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Memory>]
    public void Loads_and_stores_conform(History history) => Conforms(history);

    public sealed class Memory : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [load, store];
    }
}
