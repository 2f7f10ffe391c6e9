using System.Collections.Immutable;
using static Conformance.Reference.Histories.OpCode;

namespace Conformance.Generation;

/// <summary>Operations that interact: a history draws from one theme, so that short histories already reach the interesting states.</summary>
internal static class Themes
{
    public static ImmutableArray<ImmutableArray<Reference.Histories.OpCode>> All { get; } =
    [
        [dax_direct_access],
        [dax_direct_access, pmem_dax_direct_access, alloc_dax, dax_supported],
        [dax_direct_access, badblocks_set, badblocks_clear, badblocks_check],
        [badblocks_set, badblocks_clear, badblocks_check, badblocks_set],
        [dax_zero_page_range, pmem_dax_zero_page_range, dax_direct_access, load, store, badblocks_set, badblocks_check],
        [dax_recovery_write, pmem_recovery_write, dax_direct_access, load, store, badblocks_set, badblocks_check],
        [kill_dax, run_dax, dax_alive, dax_read_lock, dax_read_unlock, dax_direct_access, dax_zero_page_range, dax_recovery_write, copy_cow_page_dax],
        [iomap_start, iomap_iter, iomap_iter, iomap_iter],
        [dax_iomap_pgoff, copy_cow_page_dax, dax_direct_access],
        [kmap_atomic, kmap_atomic, kunmap_atomic, kunmap_atomic, copy_cow_page_dax],
        [copy_cow_page_dax, cow_load, cow_store, load, store, badblocks_set],
        [load, store],
        [fault, pread, pwrite, dax_direct_access, load, store, badblocks_set],
        [read_direct, write_direct, pread, pwrite, fault, load, badblocks_set, map_sync],
    ];
}
