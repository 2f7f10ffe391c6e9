namespace Conformance.RealDevice.Plugins;

/// <summary>The table of bad sectors that the harness lends a driver without one; sectors count from the data area. It stands for block/badblocks.c.</summary>
public interface IBadTable
{
    /// <summary>badblocks_check: 0 clean, 1 bad and acknowledged, -1 bad and some not; unless 0 also the first section met.</summary>
    int Check(ulong sector, ulong sectors, out ulong firstBad, out ulong badSectors);

    /// <summary>badblocks_set.</summary>
    void Set(ulong sector, ulong sectors, bool acknowledged);

    /// <summary>badblocks_clear: what a driver does when the device has cleared poison.</summary>
    void Clear(ulong sector, ulong sectors);
}
