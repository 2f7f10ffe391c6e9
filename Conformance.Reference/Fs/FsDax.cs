using Conformance.Reference.Dax;
using Conformance.Reference.Histories;
using Conformance.Reference.Iomap;
using Conformance.Reference.Model;
using Conformance.Reference.Nvdimm;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Fs;

/// <summary>fs/dax.c: the file system's side. Read in 5.10, 6.1, 6.12 and 7.2.</summary>
public sealed class FsDax(Kernel kernel, Super super)
{
    /// <summary>
    /// Page of the device behind a file position (dax_iomap_pgoff, 5.17; before it dax_iomap_sector and bdev_dax_pgoff for
    /// one page). Since 5.17 an address between pages rounds down without a word; before it is EINVAL, with the
    /// rounded page written all the same.
    /// </summary>
    /// <param name="iomap">the extent; its address less its offset is the distance from file to device, u64 and wrapping</param>
    /// <param name="pos">file position in bytes; its page counts</param>
    /// <param name="pgoff">page of the device</param>
    /// <returns>0 or EINVAL</returns>
    public int dax_iomap_pgoff(in IomapExtent iomap, long pos, out ulong pgoff)
    {
        var phys = unchecked(iomap.Addr + ((ulong)pos & kernel.Page.PAGE_MASK) - iomap.Offset);
        if (kernel.Profile.PgoffHelper == PgoffHelper.BdevDaxPgoff)
            return super.bdev_dax_pgoff(phys >> Geometry.SectorShift, kernel.Page.PAGE_SIZE, out pgoff);
        pgoff = kernel.Page.PHYS_PFN(phys);
        return 0;
    }

    /// <summary>
    /// Copies the file's page into the private page of a copy-on-write fault (copy_cow_page_dax): one whole page, in a read section, under
    /// a short mapping. The copy is a plain one: it trusts the address that the device answered.
    /// </summary>
    /// <param name="dax_dev">the device of the mapping; null is EOPNOTSUPP</param>
    /// <param name="iomap">the mapping</param>
    /// <param name="pos">file position of the fault in bytes</param>
    /// <param name="memory">what the device's addresses point into</param>
    /// <param name="cow_page">the private page; untouched on an error</param>
    /// <param name="pgoff">the page of the device that was copied</param>
    /// <returns>0 or the errno of the page offset or of dax_direct_access, as it is</returns>
    public int copy_cow_page_dax(DaxDevice? dax_dev, in IomapExtent iomap, long pos, PmemMemory memory, Span<byte> cow_page, out ulong pgoff)
    {
        var rc = dax_iomap_pgoff(iomap, pos, out pgoff);
        if (rc != 0) return rc;

        Output kaddr = new(true), pfn = new(false);
        super.dax_read_lock();
        // A long that is an errno when negative; the function answers an int.
        rc = unchecked((int)super.dax_direct_access(dax_dev, pgoff, 1, AccessMode.Access, ref kaddr, ref pfn));
        if (rc >= 0 && kernel.Up)
        {
            rc = 0;
            // The innermost mapping of this task for the time of the copy; nobody can see it.
            if (memory.Contains(kaddr.Value, kernel.Page.PAGE_SIZE)) memory.ReadPage(memory.PageAt(kaddr.Value), cow_page);
            else kernel.Oops(Fault.WildAccess);
        }
        super.dax_read_unlock();
        return rc;
    }
}
