using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Suite;

/// <summary>copy_cow_page_dax: the private page and the file stay apart.</summary>
public sealed class CopyCowProperties(SuiteTarget target) : HistoryProperties(target)
{
    [HistoryProperty<Copies>]
    public void Private_copies_conform(History history) => Conforms(history);

    public sealed class Copies : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [copy_cow_page_dax, dax_iomap_pgoff, dax_direct_access];
    }

    [HistoryProperty<Isolation>]
    public void Private_pages_and_the_file_stay_apart(History history) => Conforms(history);

    public sealed class Isolation : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [copy_cow_page_dax, cow_load, cow_store, load, store, badblocks_set];
    }

    [HistoryProperty<InSections>]
    public void Private_copies_conform_inside_short_mappings(History history) => Conforms(history);

    public sealed class InSections : IOperations
    {
        public static ImmutableArray<OpCode> Codes => [copy_cow_page_dax, kmap_atomic, kunmap_atomic];
    }
}
