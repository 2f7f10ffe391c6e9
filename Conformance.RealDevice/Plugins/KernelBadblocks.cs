using Conformance.RealDevice.Mapped;

namespace Conformance.RealDevice.Plugins;

/// <summary>The table of a kernel generation, lent to a driver that claims to be that generation's nd_pmem.</summary>
internal sealed class KernelBadblocks(Badblocks table) : IBadTable
{
    public int Check(ulong sector, ulong sectors, out ulong firstBad, out ulong badSectors) => table.Check(sector, sectors, out firstBad, out badSectors);

    public void Set(ulong sector, ulong sectors, bool acknowledged) => table.Set(sector, sectors, acknowledged);

    public void Clear(ulong sector, ulong sectors) => table.Clear(sector, sectors);
}
