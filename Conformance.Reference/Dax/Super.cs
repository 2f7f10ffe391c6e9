using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.Reference.Dax;

/// <summary>
/// drivers/dax/super.c: the guarded entrances to a DAX device, its liveness and its read sections. Read in 5.10, 6.1, 6.12
/// and 7.2. Page offsets and counts are in pages, sectors have 512 bytes, addresses and sizes are in bytes.
/// </summary>
public sealed class Super(Kernel kernel)
{
    private Profile Profile => kernel.Profile;

    /// <summary>Read sections open in dax_srcu. The domain is the whole kernel's, not one device's.</summary>
    public int ReadLocks { get; private set; }

    /// <summary>A kill_dax waits in synchronize_srcu.</summary>
    public bool Waiting { get; private set; }

    /// <summary>No section is open and nobody waits.</summary>
    public void Reset() => (ReadLocks, Waiting) = (0, false);

    /// <summary>
    /// Makes a device for a driver's operations (alloc_dax). A table without zero_page_range is EINVAL; no table at
    /// all is in order, device-dax has none. The allocation failures (ENOMEM) and aliasing caches (EOPNOTSUPP since 6.9) have no place here.
    /// </summary>
    /// <returns>0 or a negative errno in place of the pointer</returns>
    public static int alloc_dax(DaxOperations? ops) => ops is not null && ops.zero_page_range is null ? -EINVAL : 0;

    /// <summary>
    /// Translates a page of a device to its kernel address and page frame (dax_direct_access).
    /// </summary>
    /// <param name="dax_dev">null: EOPNOTSUPP</param>
    /// <param name="pgoff">pages from the start of the data area</param>
    /// <param name="nr_pages">pages that the caller can use, at least 0: EINVAL, until 5.13 the negative count itself</param>
    /// <param name="mode">since 5.19</param>
    /// <param name="kaddr">address in bytes; untouched where a guard answers</param>
    /// <param name="pfn">page frame number; untouched where a guard answers</param>
    /// <returns>
    /// Pages that may be used from there, at most nr_pages and so 0 for 0; ENXIO: killed; ERANGE: the driver has none; or the
    /// driver's negative errno. A NULL table is EOPNOTSUPP since 7.1 and called through before.
    /// </returns>
    public long dax_direct_access(DaxDevice? dax_dev, ulong pgoff, long nr_pages, AccessMode mode, ref Output kaddr, ref Output pfn)
    {
        if (dax_dev is null) return -EOPNOTSUPP;
        if (!dax_dev.Alive) return -ENXIO;
        if (Profile.NullOpsGuard && dax_dev.Ops is null) return -EOPNOTSUPP;
        if (nr_pages < 0) return Profile.NegativeCount == NegativeCount.Echo ? nr_pages : -EINVAL;
        if (dax_dev.Ops?.direct_access is not { } direct_access) return kernel.Oops(Fault.NullCall);
        var avail = direct_access(dax_dev, pgoff, nr_pages, mode, ref kaddr, ref pfn);
        return avail == 0 ? -ERANGE : Math.Min(avail, nr_pages);
    }

    /// <summary>
    /// Whether a file system may use a range of the device directly (dax_supported, until 5.16): false for a null or dead device,
    /// otherwise the driver's member, which must be there.
    /// </summary>
    public bool dax_supported(DaxDevice? dax_dev, int blocksize, ulong start, ulong sectors)
    {
        if (dax_dev is null || !dax_dev.Alive) return false;
        if (dax_dev.Ops?.dax_supported is not { } supported) return kernel.Oops(Fault.NullCall) != 0;
        return supported(dax_dev, blocksize, start, sectors);
    }

    /// <summary>
    /// What drivers put behind dax_supported (__generic_fsdax_supported, until 5.16), on a whole disk: the block size is the page size,
    /// the first sector is page aligned, and the first and the last page translate, one page each, into the memory that the driver
    /// mapped. Not the pages between them.
    /// </summary>
    /// <param name="dax_dev">the device</param>
    /// <param name="blocksize">bytes</param>
    /// <param name="start">first sector</param>
    /// <param name="sectors">count; 0 makes the page before the start the last one</param>
    /// <param name="mapped">whether a page frame lies in the dev_pagemap of the driver</param>
    public bool generic_fsdax_supported(DaxDevice dax_dev, int blocksize, ulong start, ulong sectors, Func<ulong, bool> mapped)
    {
        var page = kernel.Page;
        // C compares the int as unsigned long.
        if (unchecked((ulong)blocksize) != page.PAGE_SIZE) return false;
        if (bdev_dax_pgoff(start, page.PAGE_SIZE, out var pgoff) != 0) return false;
        // sector_t arithmetic: the end of the range wraps.
        var last_page = page.PHYS_PFN(unchecked((start + sectors - 1) * Geometry.SectorSize)) * page.PAGE_SIZE / Geometry.SectorSize;
        if (bdev_dax_pgoff(last_page, page.PAGE_SIZE, out var pgoff_end) != 0) return false;

        Output kaddr = new(true), pfn = new(true), end_kaddr = new(true), end_pfn = new(true);
        dax_read_lock();
        var len = dax_direct_access(dax_dev, pgoff, 1, AccessMode.Access, ref kaddr, ref pfn);
        var len2 = kernel.Up ? dax_direct_access(dax_dev, pgoff_end, 1, AccessMode.Access, ref end_kaddr, ref end_pfn) : 0;
        dax_read_unlock();
        return len >= 1 && len2 >= 1 && mapped(pfn.Value) && mapped(end_pfn.Value);
    }

    /// <summary>
    /// Sector of a whole disk to page of its device (bdev_dax_pgoff, until 5.16). The answer is written even when it is refused.
    /// </summary>
    /// <param name="sector">512 bytes; times 512 it wraps</param>
    /// <param name="size">bytes that will be asked for</param>
    /// <param name="pgoff">rounded down</param>
    /// <returns>0, or EINVAL when sector or size is no multiple of the page</returns>
    public int bdev_dax_pgoff(ulong sector, ulong size, out ulong pgoff)
    {
        var phys_off = unchecked(sector * Geometry.SectorSize);
        pgoff = kernel.Page.PHYS_PFN(phys_off);
        return kernel.Page.PAGE_ALIGNED(phys_off) && kernel.Page.PAGE_ALIGNED(size) ? 0 : -EINVAL;
    }

    /// <summary>
    /// Zeroes one page and clears its poison (dax_zero_page_range). There is no guard against a null device.
    /// </summary>
    /// <param name="dax_dev">the device</param>
    /// <param name="pgoff">page</param>
    /// <param name="nr_pages">size_t; anything but 1 is EIO</param>
    /// <returns>0; ENXIO: killed; EOPNOTSUPP: no table (7.1); EIO; or the driver's errno, EHWPOISON of which becomes EIO since 6.5</returns>
    public int dax_zero_page_range(DaxDevice? dax_dev, ulong pgoff, ulong nr_pages)
    {
        if (dax_dev is null) return kernel.Oops(Fault.NullCall);
        if (!dax_dev.Alive) return -ENXIO;
        if (Profile.NullOpsGuard && dax_dev.Ops is null) return -EOPNOTSUPP;
        if (nr_pages != 1) return -EIO;
        if (dax_dev.Ops?.zero_page_range is not { } zero_page_range) return kernel.Oops(Fault.NullCall);
        return dax_mem2blk_err(zero_page_range(dax_dev, pgoff, nr_pages));
    }

    /// <summary>
    /// Memory error to block error (dax_mem2blk_err, include/linux/dax.h, 6.5). Before that release no driver answered EHWPOISON,
    /// so it needs no profile.
    /// </summary>
    public static int dax_mem2blk_err(int err) => err == -EHWPOISON ? -EIO : err;

    /// <summary>
    /// Writes over poison through the driver (dax_recovery_write, 5.19). Looks neither for a null device nor for a dead one.
    /// </summary>
    /// <param name="dax_dev">the device</param>
    /// <param name="pgoff">page of the address</param>
    /// <param name="addr">kernel address, bytes</param>
    /// <param name="bytes">size_t; the iterator holds no less</param>
    /// <param name="iter">the bytes to write</param>
    /// <returns>bytes written; 0: failed, or no such member (or, since 7.1, no table)</returns>
    public ulong dax_recovery_write(DaxDevice? dax_dev, ulong pgoff, ulong addr, ulong bytes, IovIter iter)
    {
        if (dax_dev is null) return (ulong)kernel.Oops(Fault.NullCall);
        if (dax_dev.Ops is null) return Profile.NullOpsGuard ? 0 : (ulong)kernel.Oops(Fault.NullCall);
        return dax_dev.Ops.recovery_write?.Invoke(dax_dev, pgoff, addr, bytes, iter) ?? 0;
    }

    /// <summary>Whether operations are still let in (dax_alive). The caller holds dax_read_lock; nothing but lockdep checks that.</summary>
    public bool dax_alive(DaxDevice? dax_dev) => dax_dev?.Alive ?? kernel.Oops(Fault.NullCall) != 0;

    /// <summary>The driver's data, or null once the device is killed: a driver that does not look dereferences NULL (dax_get_private).</summary>
    public object? dax_get_private(DaxDevice? dax_dev)
    {
        if (dax_dev is null) kernel.Oops(Fault.NullCall);
        return dax_dev is { Alive: true } ? dax_dev.Private : null;
    }

    /// <summary>
    /// Lets no operation in from now on and waits for those that are under way (kill_dax): for the read sections that are open.
    /// Nothing to do for a null device.
    /// </summary>
    public void kill_dax(DaxDevice? dax_dev)
    {
        if (dax_dev is null) return;
        dax_dev.Alive = false;
        Waiting = ReadLocks > 0;
    }

    /// <summary>Lets operations in (again) (run_dax).</summary>
    public void run_dax(DaxDevice? dax_dev)
    {
        if (dax_dev is null) kernel.Oops(Fault.NullCall);
        else dax_dev.Alive = true;
    }

    /// <summary>
    /// Whether the device may be mapped with MAP_SYNC (daxdev_mapping_supported, include/linux/dax.h): what a store leaves is persistent
    /// without asking a host. Liveness does not matter.
    /// </summary>
    public static bool daxdev_mapping_supported(DaxDevice dax_dev) => dax_dev.Synchronous;

    /// <summary>Opens a read section (dax_read_lock); they nest.</summary>
    public void dax_read_lock() => ReadLocks++;

    /// <summary>
    /// Closes the innermost read section (dax_read_unlock). Sections close in reverse order, so those that a kill_dax found open
    /// have all closed when none is left.
    /// </summary>
    /// <returns>False: none was open, nothing was done. The kernel's counters would have gone wrong.</returns>
    public bool dax_read_unlock()
    {
        if (ReadLocks == 0) return false;
        Waiting &= --ReadLocks > 0;
        return true;
    }
}
