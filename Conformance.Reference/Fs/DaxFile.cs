using Conformance.Reference.Dax;
using Conformance.Reference.Histories;
using Conformance.Reference.Iomap;
using Conformance.Reference.Model;
using Conformance.Reference.Nvdimm;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.Reference.Fs;

/// <summary>
/// fs/dax.c for one file that covers the data area's whole pages with one written extent: what its reads, writes and faults make of
/// the device. Read in 5.10, 6.1, 6.12 and 7.2.
/// </summary>
public sealed class DaxFile(Kernel kernel, Super super, FsDax fsDax)
{
    /// <summary>The one extent: page p of the file is page p of the data area.</summary>
    private static readonly IomapExtent Extent = new(0, 0, 0, 0, 0);

    /// <summary>
    /// A read or write (dax_iomap_rw): asks the device again from where the last piece ended, until all is done or a piece fails.
    /// </summary>
    /// <param name="dax_dev">the device</param>
    /// <param name="memory">what its addresses point into</param>
    /// <param name="size">bytes of the file (i_size)</param>
    /// <param name="pos">first byte</param>
    /// <param name="count">bytes; a read ends at the end of the file, a write has to lie in it</param>
    /// <param name="write">the bytes; null: a read</param>
    /// <returns>bytes done, or the errno of the first piece when none were</returns>
    public long dax_iomap_rw(DaxDevice? dax_dev, PmemMemory memory, ulong size, ulong pos, ulong count, IovIter? write)
    {
        var done = 0UL;
        while (done < count && pos + done < size)
        {
            var ret = dax_iomap_iter(dax_dev, memory, pos + done, Math.Min(count - done, size - pos - done), write?.Advance(done));
            if (!kernel.Up) return 0;
            if (ret <= 0) return done > 0 ? (long)done : ret;
            done += (ulong)ret;
        }
        return (long)done;
    }

    /// <summary>
    /// One extent of it (dax_iomap_iter; dax_iomap_actor until 5.14). The device is asked for whole pages up to the end of the request,
    /// so poison in any of them fails a read that would have begun before it. A write that meets poison asks once more, in recovery mode,
    /// and goes through dax_recovery_write then (5.19): 0 from there is EFAULT.
    /// </summary>
    /// <returns>bytes done, or a negative errno when none were</returns>
    public long dax_iomap_iter(DaxDevice? dax_dev, PmemMemory memory, ulong pos, ulong length, IovIter? write)
    {
        var (page, end, done, ret) = (kernel.Page, pos + length, 0UL, 0L);
        super.dax_read_lock();
        while (pos < end && kernel.Up)
        {
            var offset = page.offset_in_page(pos);
            var nr_pages = (long)page.PFN_UP(length + offset);
            ret = fsDax.dax_iomap_pgoff(Extent, (long)pos, out var pgoff);
            if (ret != 0) break;
            var map_len = Translate(dax_dev, pgoff, nr_pages, write is not null, out var recovery, out var kaddr);
            if (map_len < 0) ret = Super.dax_mem2blk_err((int)map_len);
            if (map_len < 0 || !kernel.Up) break;

            var bytes = Math.Min(page.PFN_PHYS((ulong)map_len) - offset, end - pos);
            kaddr = unchecked(kaddr + offset);
            var xfer = write is not { } iter ? CopyToIter(memory, kaddr, bytes)
                : recovery ? super.dax_recovery_write(dax_dev, pgoff, kaddr, bytes, iter.Advance(done)) : CopyFromIter(memory, kaddr, bytes, iter.Advance(done));
            pos += xfer;
            length -= xfer;
            done += xfer;
            if (xfer == 0) ret = -EFAULT;
            if (xfer < bytes) break;
        }
        super.dax_read_unlock();
        return done > 0 ? (long)done : ret;
    }

    /// <summary>
    /// A fault on a page of the file (dax_iomap_pte_fault): a store to a private mapping whose page was never there copies it
    /// (copy_cow_page_dax), all others want its page frame (dax_iomap_direct_access).
    /// </summary>
    /// <param name="dax_dev">the device</param>
    /// <param name="memory">what its addresses point into</param>
    /// <param name="size">bytes of the file (i_size)</param>
    /// <param name="pgoff">page of the file</param>
    /// <param name="cow">a store to a private mapping</param>
    /// <param name="cow_page">room for the private page</param>
    /// <returns>0 or the errno that dax_fault_return makes a signal of</returns>
    public int dax_iomap_pte_fault(DaxDevice? dax_dev, PmemMemory memory, ulong size, ulong pgoff, bool cow, Span<byte> cow_page)
    {
        if (pgoff >= kernel.Page.PHYS_PFN(size)) return -EFAULT;
        var pos = (long)kernel.Page.PFN_PHYS(pgoff);
        if (cow) return fsDax.copy_cow_page_dax(dax_dev, Extent, pos, memory, cow_page, out _);
        if (fsDax.dax_iomap_pgoff(Extent, pos, out var page) is var rc and not 0) return rc;
        Output kaddr = new(false), pfn = new(true);
        super.dax_read_lock();
        var length = super.dax_direct_access(dax_dev, page, 1, AccessMode.Access, ref kaddr, ref pfn);
        super.dax_read_unlock();
        return length < 0 ? unchecked((int)length) : 0;
    }

    /// <summary>
    /// The si_code that the caller's SIGBUS carries (dax_fault_return and the architecture's do_sigbus): BUS_MCEERR_AR for EHWPOISON, which the
    /// driver answers since 6.5, BUS_ADRERR for all else.
    /// </summary>
    public static ulong dax_fault_return(int error) => error switch
    {
        0 => SignalCode.None,
        -EHWPOISON => SignalCode.BUS_MCEERR_AR,
        _ => SignalCode.BUS_ADRERR,
    };

    /// <summary>dax_direct_access, and where a write meets the poison errno once more in recovery mode, where there is one.</summary>
    private long Translate(DaxDevice? dax_dev, ulong pgoff, long nr_pages, bool write, out bool recovery, out ulong address)
    {
        Output kaddr = new(true), pfn = new(false);
        var map_len = super.dax_direct_access(dax_dev, pgoff, nr_pages, AccessMode.Access, ref kaddr, ref pfn);
        recovery = false;
        if (kernel.Up && write && kernel.Profile.AccessMode && map_len == -kernel.Profile.PoisonErrno)
        {
            map_len = super.dax_direct_access(dax_dev, pgoff, nr_pages, AccessMode.RecoveryWrite, ref kaddr, ref pfn);
            recovery = map_len > 0;
        }
        address = kaddr.Value;
        return map_len;
    }

    private ulong CopyToIter(PmemMemory memory, ulong kaddr, ulong bytes) =>
        memory.Contains(kaddr, bytes) ? bytes : (ulong)kernel.Oops(Fault.WildAccess);

    private ulong CopyFromIter(PmemMemory memory, ulong kaddr, ulong bytes, IovIter iter) =>
        memory.Store(kaddr, bytes, iter.Seed, iter.Taken) ? bytes : (ulong)kernel.Oops(Fault.WildAccess);
}
