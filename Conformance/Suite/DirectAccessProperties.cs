using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>dax_direct_access: counts, addresses, poison on record, and what a kill does to it.</summary>
public sealed class DirectAccessProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Alone>]
    public void Direct_access_conforms(History history) => Conforms(history);

    public sealed class Alone : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_direct_access];
    }

    [HistoryProperty<AmongPoison>]
    public void Direct_access_conforms_while_poison_comes_and_goes(History history) => Conforms(history);

    public sealed class AmongPoison : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_direct_access, badblocks_set, badblocks_clear, badblocks_check];
    }

    [HistoryProperty<AmongKills>]
    public void Direct_access_conforms_around_kill_and_run(History history) => Conforms(history);

    public sealed class AmongKills : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_direct_access, kill_dax, run_dax, dax_alive, dax_read_lock, dax_read_unlock];
    }
}
