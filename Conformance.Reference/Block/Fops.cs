using Conformance.Reference.Dax;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Nvdimm;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.Reference.Block;

/// <summary>
/// block/fops.c (fs/block_dev.c until 5.15): reads and writes of the disk itself, with O_DIRECT and in one request. Its sectors are
/// those of the data area.
/// </summary>
public sealed class Fops(Kernel kernel, Pmem pmem)
{
    /// <summary>Reads up to the end of the disk (blkdev_read_iter).</summary>
    /// <param name="device">the disk</param>
    /// <param name="sectors">of the disk (get_capacity)</param>
    /// <param name="sector">first sector</param>
    /// <param name="count">sectors</param>
    /// <returns>bytes; 0 at the end and behind it; EIO: one of them is known bad, and none is had</returns>
    public long blkdev_read_iter(PmemDevice device, ulong sectors, ulong sector, ulong count)
    {
        if (sector >= sectors) return 0;
        var bytes = Math.Min(count, sectors - sector) << Geometry.SectorShift;
        var status = pmem.pmem_submit_bio(device, sector, bytes, write: null);
        return status != 0 || !kernel.Up ? status : (long)bytes;
    }

    /// <summary>Writes up to the end of the disk (blkdev_write_iter).</summary>
    /// <param name="device">the disk</param>
    /// <param name="sectors">of the disk (get_capacity)</param>
    /// <param name="sector">first sector</param>
    /// <param name="count">sectors</param>
    /// <param name="iter">the bytes</param>
    /// <returns>bytes; ENOSPC at the end and behind it; EIO: poison that could not be cleared, and pages before it are written</returns>
    public long blkdev_write_iter(PmemDevice device, ulong sectors, ulong sector, ulong count, IovIter iter)
    {
        if (count == 0) return 0;
        if (sector >= sectors) return -ENOSPC;
        var bytes = Math.Min(count, sectors - sector) << Geometry.SectorShift;
        var status = pmem.pmem_submit_bio(device, sector, bytes, iter);
        return status != 0 || !kernel.Up ? status : (long)bytes;
    }
}
