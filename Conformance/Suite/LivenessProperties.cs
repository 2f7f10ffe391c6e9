using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>kill_dax, run_dax and the read sections, and every operation that asks whether the device is alive.</summary>
public sealed class LivenessProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Liveness>]
    public void Liveness_conforms(History history) => Conforms(history);

    public sealed class Liveness : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [kill_dax, run_dax, dax_alive, dax_read_lock, dax_read_unlock];
    }

    [HistoryProperty<Guards>]
    public void Operations_conform_around_kill_and_run(History history) => Conforms(history);

    public sealed class Guards : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [kill_dax, run_dax, dax_alive, dax_read_lock, dax_read_unlock, dax_direct_access, dax_zero_page_range, dax_recovery_write, copy_cow_page_dax];
    }
}
