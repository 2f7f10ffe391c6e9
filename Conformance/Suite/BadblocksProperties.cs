using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>badblocks_set, badblocks_clear and badblocks_check on the device's table.</summary>
public sealed class BadblocksProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Badblocks>]
    public void Badblocks_conform(History history) => Conforms(history);

    public sealed class Badblocks : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [badblocks_set, badblocks_clear, badblocks_check];
    }
}
