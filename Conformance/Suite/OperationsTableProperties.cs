using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>dax_operations: the driver's own member, and tables that lack members.</summary>
public sealed class OperationsTableProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Members>]
    public void The_drivers_member_conforms(History history) => Conforms(history);

    public sealed class Members : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [pmem_dax_direct_access, dax_direct_access];
    }

    [HistoryProperty<Tables>]
    public void Operations_tables_conform(History history) => Conforms(history);

    public sealed class Tables : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [alloc_dax, dax_supported, dax_direct_access];
    }
}
