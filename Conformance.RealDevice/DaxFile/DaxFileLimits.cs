using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>What user space cannot see of nd_pmem, why, and what would change that.</summary>
internal static class DaxFileLimits
{
    private const string Module = "kernel: (the probe module) sees it";

    public static ImmutableArray<string> Of(DaxFileParts parts)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"dax_direct_access: no system call passes on its count, its kaddr, its errno{(parts.TellsPoison ? " other than EHWPOISON of a single page" : "")} or what it leaves in its outputs when it fails; {Module}.");
        lines.Add($"dax_direct_access: asked by a load fault for one page and by a read for several, both in DAX_ACCESS and with the outputs that fault and read want; counts below 1, pages beyond the file and DAX_RECOVERY_WRITE have no way in; {Module}.");
        lines.Add($"dax_direct_access of several pages: a short answer is asked again by the read itself and looks like a full one; {Module}.");
        lines.Add(parts.HasRecoveryWrite
            ? $"dax_recovery_write: a write calls it over poison only, elsewhere it copies; part of a page together with another page is not asked over poison, for the kernel would cut it otherwise; failures of the clear command cannot be had; {Module}."
            : $"dax_recovery_write: Linux {parts.Kernel.Text} has none; a kernel from 5.19 on.");
        lines.Add("copy_cow_page_dax: the kernel makes the mapping (addr, offset) and rounds the position to its page before the call, so only addr=0 offset=0 is asked; read_locks and depth are not seen; kernel: sees them.");
        lines.Add($"badblocks_set: acknowledged ranges inside the file alone, by sysfs; badblocks_check and badblocks_clear are called by the driver only; {Module}.");
        lines.Add($"dax_zero_page_range: file systems free or convert whole pages instead of asking for it; {Module}.");
        lines.Add($"alloc_dax, kill_dax, run_dax, dax_alive and the read lock: a mounted device cannot be taken through them; {Module}.");
        lines.Add($"the driver's own members, iomap_iter, dax_iomap_pgoff and kmap_atomic: only ever called inside the kernel; {Module}.");
        lines.Add("load, store: by process_vm_readv and process_vm_writev, which follow the mapping's page tables; an instruction of our own would die of SIGBUS.");
        lines.Add("fault: by MADV_POPULATE_READ and _WRITE on a fresh mapping, whose EFAULT and EHWPOISON are the kernel's own word for BUS_ADRERR and BUS_MCEERR_AR; before 5.14 by a copy, which knows no EHWPOISON, but neither does that kernel.");
        lines.Add($"read_direct, write_direct: the file's own sectors alone, {parts.DirectAccess}.");
        if (parts.Badblocks is null) lines.Add($"poison, and with it dax_recovery_write and badblocks_set: {parts.Poison}.");
        else if (!parts.SeesTable) lines.Add($"the table: {parts.Disk.Name} has poison on record outside the file, which shares it; take a device without.");
        if (parts.Badblocks is not null && parts.LongestRange < parts.File.Length / Geometry.SectorSize)
            lines.Add($"badblocks_set of more than {parts.LongestRange} sectors: Linux {parts.Kernel.Text} leaves its table out of order then, and records that no write clears; {Module}.");
        if (parts.FirstPfn is null) lines.Add("pfn: /proc/self/pagemap hides page frames from this process; run as root.");
        else if (parts.PhysicalAddress is null) lines.Add("pfn: sysfs does not tell where the device lies; run as root.");
        return lines.ToImmutable();
    }
}
