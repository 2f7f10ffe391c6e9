using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>iomap_iter: progress, errors of the file system, stale mappings.</summary>
public sealed class IomapProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Iteration>]
    public void Iteration_conforms(History history) => Conforms(history);

    public sealed class Iteration : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [iomap_start, iomap_iter];
    }
}
