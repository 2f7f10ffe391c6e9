using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>dax_iomap_pgoff: positions to pages of the device.</summary>
public sealed class PgoffProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Pgoff>]
    public void Page_offsets_conform(History history) => Conforms(history);

    public sealed class Pgoff : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_iomap_pgoff];
    }
}
