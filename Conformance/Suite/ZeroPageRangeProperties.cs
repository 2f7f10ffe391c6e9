using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>dax_zero_page_range and the driver's member: what is zeroed, what of the poison is cleared.</summary>
public sealed class ZeroPageRangeProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Zeroing>]
    public void Zeroing_conforms(History history) => Conforms(history);

    public sealed class Zeroing : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_zero_page_range, pmem_dax_zero_page_range, load, store];
    }

    [HistoryProperty<AmongPoison>]
    public void Zeroing_conforms_while_poison_comes_and_goes(History history) => Conforms(history);

    public sealed class AmongPoison : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [dax_zero_page_range, pmem_dax_zero_page_range, dax_direct_access, badblocks_set, badblocks_check, load];
    }
}
