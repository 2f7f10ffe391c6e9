using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>dax_recovery_write and the driver's member: writes over poison.</summary>
public sealed class RecoveryWriteProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Recovery>]
    public void Recovery_writes_conform(History history) => Conforms(history);

    public sealed class Recovery : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_recovery_write, pmem_recovery_write, load, store];
    }

    [HistoryProperty<AmongPoison>]
    public void Recovery_writes_conform_while_poison_comes_and_goes(History history) => Conforms(history);

    public sealed class AmongPoison : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_recovery_write, pmem_recovery_write, dax_direct_access, badblocks_set, badblocks_check, load];
    }
}
