using Conformance.Reference.Block;
using Conformance.Reference.Dax;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.Reference.Nvdimm;

/// <summary>
/// drivers/nvdimm/pmem.c: the persistent memory driver's side of DAX. Read in 5.10, 6.1, 6.12 and 7.2. Offsets into the
/// resource are bytes (phys_addr_t), sectors have 512 bytes and count from the data area.
/// </summary>
public sealed class Pmem(Kernel kernel, Super super)
{
    private Profile Profile => kernel.Profile;

    /// <summary>The driver's table (pmem_dax_ops), reduced to some of its members; null where there is no table at all.</summary>
    public DaxOperations? pmem_dax_ops(DriverOps members) => (members & DriverOps.Table) == 0 ? null : new()
    {
        direct_access = (members & DriverOps.DirectAccess) != 0 ? pmem_dax_direct_access : null,
        dax_supported = (members & DriverOps.DaxSupported) != 0 && Profile.DaxSupportedMember ? pmem_dax_supported : null,
        zero_page_range = (members & DriverOps.ZeroPageRange) != 0 ? pmem_dax_zero_page_range : null,
        recovery_write = (members & DriverOps.RecoveryWrite) != 0 && Profile.AccessMode ? pmem_recovery_write : null,
    };

    /// <summary>
    /// The direct_access member. The wrapper's guards are not repeated here: of a dead device it dereferences NULL, a negative count
    /// is shifted like any other.
    /// </summary>
    public long pmem_dax_direct_access(DaxDevice? dax_dev, ulong pgoff, long nr_pages, AccessMode mode, ref Output kaddr, ref Output pfn) =>
        super.dax_get_private(dax_dev) is PmemDevice pmem
            ? __pmem_direct_access(pmem, pgoff, nr_pages, mode, ref kaddr, ref pfn)
            : kernel.Oops(Fault.NullCall);

    /// <summary>
    /// Address, page frame and count of pages from a page on. Nothing is checked against the size: what lies behind the
    /// end has an address too, and the count is what an unsigned subtraction leaves.
    /// </summary>
    /// <param name="pmem">the device</param>
    /// <param name="pgoff">pages from the start of the data area; its bytes wrap</param>
    /// <param name="nr_pages">pages that the caller wants; how many sectors of them are looked up is a matter of <see cref="CheckLength"/></param>
    /// <param name="mode">recovery (5.19): answers a stride where the pages are known bad</param>
    /// <param name="kaddr">since 5.19 written even when an error is answered</param>
    /// <param name="pfn">the same</param>
    /// <returns>
    /// A known-bad sector among them: EIO (EHWPOISON since 6.5), in recovery mode the pages up to the first bad record, at
    /// least 1. Poison on record elsewhere: nr_pages. None at all: pages to the end of the device.
    /// </returns>
    public long __pmem_direct_access(PmemDevice pmem, ulong pgoff, long nr_pages, AccessMode mode, ref Output kaddr, ref Output pfn)
    {
        // resource_size_t and sector_t arithmetic wraps.
        var offset = unchecked(kernel.Page.PFN_PHYS(pgoff) + pmem.DataOffset);
        if (pmem.Bb.Count != 0) return AmongRecords(pmem, pgoff, nr_pages, mode, offset, ref kaddr, ref pfn);
        WriteOutputs(pmem, offset, ref kaddr, ref pfn);
        // size_t - u32 - u64 is unsigned: behind the end it wraps to nearly 2^64 bytes.
        return unchecked((long)kernel.Page.PHYS_PFN(pmem.Size - pmem.PfnPad - offset));
    }

    /// <summary>The same where poison is on record somewhere: what was asked for is what is answered, up to the first of it.</summary>
    private long AmongRecords(PmemDevice pmem, ulong pgoff, long nr_pages, AccessMode mode, ulong offset, ref Output kaddr, ref Output pfn)
    {
        if (Profile.OutputsBeforeCheck) WriteOutputs(pmem, offset, ref kaddr, ref pfn);
        ulong first_bad = 0, num_bad = 0;
        var sector = kernel.Page.PFN_PHYS(pgoff) >> Geometry.SectorShift;
        var check = pmem.Bb.badblocks_check(sector, CheckedSectors(nr_pages), ref first_bad, ref num_bad);
        if (check == Badblocks.Livelock) return kernel.Oops(Fault.Livelock);
        if (check != 0) return mode == AccessMode.RecoveryWrite ? RecoveryStride(first_bad, sector) : -Profile.PoisonErrno;
        if (!Profile.OutputsBeforeCheck) WriteOutputs(pmem, offset, ref kaddr, ref pfn);
        return nr_pages;
    }

    /// <summary>The zero_page_range member: zeroes one page, whatever count it is given, and looks at no bounds.</summary>
    /// <returns>0 or EIO</returns>
    public int pmem_dax_zero_page_range(DaxDevice? dax_dev, ulong pgoff, ulong nr_pages)
    {
        if (super.dax_get_private(dax_dev) is not PmemDevice pmem) return kernel.Oops(Fault.NullCall);
        return pmem_do_write(pmem, kernel.Page.PFN_PHYS(pgoff) >> Geometry.SectorShift, (uint)kernel.Page.PAGE_SIZE, page: null);
    }

    /// <summary>
    /// The recovery_write member (5.19): where nothing is known bad a plain copy at any alignment; otherwise clears the poison, copies, and
    /// only then forgets the records, so that readers stay out until the bytes are there. Only whole pages can be recovered. A clear that
    /// achieves nothing, without an error, does not stop it: the bytes are written and the records stay.
    /// </summary>
    /// <param name="dax_dev">not looked at: a dead device is a NULL dereference</param>
    /// <param name="pgoff">page of the address</param>
    /// <param name="addr">kernel address in bytes</param>
    /// <param name="bytes">size_t; rounded up to pages it may wrap</param>
    /// <param name="iter">the bytes to write</param>
    /// <returns>bytes copied; 0: not aligned, or not everything could be cleared</returns>
    public ulong pmem_recovery_write(DaxDevice? dax_dev, ulong pgoff, ulong addr, ulong bytes, IovIter iter)
    {
        if (super.dax_get_private(dax_dev) is not PmemDevice pmem) return (ulong)kernel.Oops(Fault.NullCall);
        var page = kernel.Page;
        var off = page.offset_in_page(addr);
        var len = page.PFN_PHYS(page.PFN_UP(unchecked(off + bytes)));
        // The callees take an unsigned int.
        var len32 = unchecked((uint)len);
        if (!is_bad_pmem(pmem, page.PFN_PHYS(pgoff) >> Geometry.SectorShift, len32)) return CopyFromIter(pmem, addr, bytes, iter);
        if (off != 0 || !page.PAGE_ALIGNED(bytes)) return 0;

        var pmem_off = unchecked(page.PFN_PHYS(pgoff) + pmem.DataOffset);
        var cleared = __pmem_clear_poison(pmem, len32);
        if (cleared < 0 || (cleared > 0 && (ulong)cleared < len)) return 0;
        var olen = CopyFromIter(pmem, addr, bytes, iter);
        pmem_clear_bb(pmem, to_sect(pmem, pmem_off), cleared >> Geometry.SectorShift);
        return olen;
    }

    /// <summary>
    /// Writes to whole sectors. Since 5.19 poison among them is cleared first, and where that fails the bytes are left alone;
    /// until 5.18 they are written before and after, so that an EIO leaves new contents.
    /// </summary>
    /// <param name="pmem">the device</param>
    /// <param name="sector">first sector</param>
    /// <param name="len">bytes</param>
    /// <param name="page">the bytes; null: zeros</param>
    /// <returns>0 or EIO (BLK_STS_IOERR)</returns>
    public int pmem_do_write(PmemDevice pmem, ulong sector, uint len, IovIter? page)
    {
        // to_offset: wraps.
        var pmem_off = unchecked((sector << Geometry.SectorShift) + pmem.DataOffset);
        var bad = is_bad_pmem(pmem, sector, len);
        if (!kernel.Up) return 0;
        if (Profile.ClearBeforeWrite && bad && pmem_clear_poison(pmem, pmem_off, len) is var rc and not 0) return rc;
        if (!(page is { } from ? pmem.Memory.Store(pmem_off, len, from.Seed, from.Taken) : pmem.Memory.Zero(pmem_off, len))) return kernel.Oops(Fault.WildAccess);
        // Until 5.18 the second write repeats the first.
        return !Profile.ClearBeforeWrite && bad ? pmem_clear_poison(pmem, pmem_off, len) : 0;
    }

    /// <summary>Reads whole sectors: all of them or none (pmem_do_read). The bytes are the caller's to look at.</summary>
    /// <returns>0 or EIO (BLK_STS_IOERR): one of them is known bad</returns>
    public static int pmem_do_read(PmemDevice pmem, ulong sector, uint len) => is_bad_pmem(pmem, sector, len) ? -EIO : 0;

    /// <summary>
    /// Carries out a request segment by segment, a page of the caller's memory each, up to the first that fails (pmem_submit_bio). What
    /// was written before it stays written.
    /// </summary>
    /// <param name="pmem">the device</param>
    /// <param name="sector">first sector, on the device</param>
    /// <param name="bytes">whole sectors</param>
    /// <param name="write">the bytes; null: a read</param>
    /// <returns>0 or EIO</returns>
    public int pmem_submit_bio(PmemDevice pmem, ulong sector, ulong bytes, IovIter? write)
    {
        for (var done = 0UL; done < bytes; done += kernel.Page.PAGE_SIZE)
        {
            var (at, bv_len) = (sector + (done >> Geometry.SectorShift), (uint)Math.Min(bytes - done, kernel.Page.PAGE_SIZE));
            var rc = write is { } iter ? pmem_do_write(pmem, at, bv_len, iter.Advance(done)) : pmem_do_read(pmem, at, bv_len);
            if (rc != 0 || !kernel.Up) return rc;
        }
        return 0;
    }

    /// <summary>Clears the poison of some bytes and forgets the records of those that were cleared, whole sectors from the first on.</summary>
    /// <returns>0, or EIO when less than all of it was cleared</returns>
    public static int pmem_clear_poison(PmemDevice pmem, ulong offset, uint len)
    {
        var cleared = __pmem_clear_poison(pmem, len);
        if (cleared < 0) return -EIO;
        pmem_clear_bb(pmem, to_sect(pmem, offset), cleared >> Geometry.SectorShift);
        return cleared < len ? -EIO : 0;
    }

    /// <summary>
    /// Has poison cleared and the caches of those bytes dropped, which nobody sees here. The records stay.
    /// </summary>
    /// <returns>bytes cleared or a negative errno</returns>
    public static long __pmem_clear_poison(PmemDevice pmem, uint len) => Bus.nvdimm_clear_poison(pmem, len);

    /// <summary>Forgets records: <paramref name="blks"/> sectors from <paramref name="sector"/> on; nothing for 0.</summary>
    public static void pmem_clear_bb(PmemDevice pmem, ulong sector, long blks)
    {
        if (blks == 0) return;
        // At most 2^23 sectors: it fits the int that the function takes until 6.14, and no clear of so few livelocks after it.
        _ = pmem.Bb.badblocks_clear(sector, (ulong)blks);
    }

    /// <summary>Whether a sector of a range is known bad, acknowledged or not (is_bad_pmem, drivers/nvdimm/nd.h).</summary>
    /// <param name="pmem">the device</param>
    /// <param name="sector">first sector</param>
    /// <param name="len">bytes, unsigned int: too few sectors for a livelock; an odd rest does not count</param>
    public static bool is_bad_pmem(PmemDevice pmem, ulong sector, uint len)
    {
        ulong first_bad = 0, num_bad = 0;
        return pmem.Bb.Count != 0 && pmem.Bb.badblocks_check(sector, len / Geometry.SectorSize, ref first_bad, ref num_bad) != 0;
    }

    /// <summary>Offset into the resource to sector of the data area; wraps.</summary>
    public static ulong to_sect(PmemDevice pmem, ulong offset) => unchecked(offset - pmem.DataOffset) >> Geometry.SectorShift;

    /// <summary>generic_fsdax_supported with the range that the driver mapped: the resource without its pads at the end.</summary>
    private bool pmem_dax_supported(DaxDevice dax_dev, int blocksize, ulong start, ulong sectors) =>
        super.generic_fsdax_supported(dax_dev, blocksize, start, sectors, pfn => dax_dev.Private is PmemDevice pmem && InPagemap(pmem, pfn));

    private bool InPagemap(PmemDevice pmem, ulong pfn) =>
        pmem.Size > pmem.PfnPad
        && pfn >= kernel.Page.PHYS_PFN(pmem.PhysAddr)
        && pfn <= kernel.Page.PHYS_PFN(unchecked(pmem.PhysAddr + (pmem.Size - pmem.PfnPad - 1)));

    private void WriteOutputs(PmemDevice pmem, ulong offset, ref Output kaddr, ref Output pfn)
    {
        kaddr.Write(offset);
        pfn.Write(kernel.Page.PHYS_PFN(unchecked(pmem.PhysAddr + offset)));
    }

    /// <summary>The sectors of nr_pages pages, after the narrowing to unsigned int on their way to badblocks_check.</summary>
    private ulong CheckedSectors(long nr_pages)
    {
        var bytes = kernel.Page.PFN_PHYS(unchecked((ulong)nr_pages));
        return Profile.CheckLength == CheckLength.Bytes32
            ? unchecked((uint)bytes) / Geometry.SectorSize
            : unchecked((uint)(bytes >> Geometry.SectorShift));
    }

    /// <summary>
    /// Pages to the first bad record. That is where the record starts, not where it meets the range: one that starts
    /// before the asked sector gives a huge count once it does so by a page or more, and by less than one 0 and with that 1.
    /// </summary>
    private long RecoveryStride(ulong first_bad, ulong sector)
    {
        var bytes = unchecked((first_bad - sector) << Geometry.SectorShift);
        var actual_nr = unchecked((long)kernel.Page.PHYS_PFN(kernel.Page.PAGE_ALIGN(bytes)));
        return actual_nr != 0 ? actual_nr : 1;
    }

    /// <summary>_copy_from_iter_flushcache of an iterator that holds as many bytes as are asked for.</summary>
    private ulong CopyFromIter(PmemDevice pmem, ulong addr, ulong bytes, IovIter iter)
    {
        if (kernel.Up && pmem.Memory.Store(addr, bytes, iter.Seed, iter.Taken)) return bytes;
        return (ulong)kernel.Oops(Fault.WildAccess);
    }
}
