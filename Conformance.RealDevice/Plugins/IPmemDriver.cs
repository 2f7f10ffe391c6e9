using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// A pmem driver as its author writes it: what struct dax_operations asks for, on one device at a time. Offsets count in bytes from the
/// start of the resource, pgoff in pages from the start of its data area, sectors in 512 bytes from there. Failures are negative errnos
/// (<see cref="Errno"/>). The harness is the dax core in front of it and the callers behind that; it never tells what it expects.
/// </summary>
public interface IPmemDriver
{
    /// <summary>One line for reports.</summary>
    string Name => GetType().Name;

    /// <summary>What it has. A member that is not declared is never called.</summary>
    DriverMembers Members => DriverMembers.Operations;

    /// <summary>PAGE_SIZEs that it works with, in bytes.</summary>
    IReadOnlyList<int> PageSizes => [4096, 16384, 65536];

    /// <summary>Takes a device over. The one before is gone. What its memory holds must stay.</summary>
    /// <returns>0, or a negative errno: the device is of no use to it</returns>
    int Open(PmemRegion region);

    /// <summary>
    /// direct_access (struct dax_operations): how many of the asked pages can be used at a page offset, and where the first is.
    /// </summary>
    /// <returns>pages, at least 1, or a negative errno</returns>
    long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer);

    /// <summary>zero_page_range: zeroes whole pages and clears their poison.</summary>
    /// <returns>0 or a negative errno</returns>
    int ZeroPageRange(ulong pgoff, ulong nrPages) => -EOPNOTSUPP;

    /// <summary>recovery_write: writes bytes from a byte of a page on, over poison if need be.</summary>
    /// <returns>bytes written; 0: failed</returns>
    ulong RecoveryWrite(ulong pgoff, ulong offset, ReadOnlySpan<byte> source) => 0;

    /// <summary>badblocks_set on its own table: 0 or a negative errno.</summary>
    int BadblocksSet(ulong sector, ulong sectors, bool acknowledged) => -EOPNOTSUPP;

    /// <summary>badblocks_clear on its own table: 0 or a negative errno.</summary>
    int BadblocksClear(ulong sector, ulong sectors) => -EOPNOTSUPP;

    /// <summary>badblocks_check on its own table: 0 clean, 1 bad and acknowledged, -1 bad and some not; unless 0 also the first section met.</summary>
    int BadblocksCheck(ulong sector, ulong sectors, out ulong firstBad, out ulong badSectors)
    {
        (firstBad, badSectors) = (0, 0);
        return -EOPNOTSUPP;
    }

    /// <summary>Its own alive bit: set by run_dax, cleared by kill_dax, asked by dax_alive. A device that was just opened is alive.</summary>
    bool Alive
    {
        get => true;
        set => throw new NotSupportedException("found a driver that declares liveness and has none; wanted the property Alive");
    }
}
