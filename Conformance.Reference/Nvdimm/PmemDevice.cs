using Conformance.Reference.Block;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Nvdimm;

/// <summary>
/// struct pmem_device (drivers/nvdimm/pmem.h). virt_addr is 0 here: kernel addresses are bytes from the start of the resource, and
/// they wrap at 2^64 as the kernel's do.
/// </summary>
public sealed class PmemDevice(Profile profile)
{
    private readonly Badblocks?[] _tables = new Badblocks?[17];
    private bool _poisoned;

    /// <summary>Physical address of the resource in bytes (phys_addr_t).</summary>
    public ulong PhysAddr { get; private set; }

    /// <summary>Bytes from there to the data area (phys_addr_t).</summary>
    public ulong DataOffset { get; private set; }

    /// <summary>Bytes that are not handed out (u32).</summary>
    public uint PfnPad { get; private set; }

    /// <summary>The whole resource in bytes, pads included (size_t).</summary>
    public ulong Size { get; private set; }

    /// <summary>
    /// What one clear-poison command achieves: at most so many bytes, or a negative errno. On a bus without commands all that was asked.
    /// </summary>
    public long Clear { get; private set; }

    /// <summary>The known bad sectors (512 bytes) of the data area.</summary>
    public Badblocks Bb { get; private set; } = null!;

    /// <summary>The memory behind virt_addr.</summary>
    public PmemMemory Memory { get; } = new();

    /// <summary>Brings device, poison and memory into the state that a history starts in.</summary>
    /// <returns>false: the kernel does not come back from recording that poison</returns>
    public bool Reset(Geometry geometry)
    {
        (PhysAddr, DataOffset, PfnPad, Size, Clear) = (geometry.PhysAddr, geometry.DataOffset, geometry.PfnPad, geometry.Size, geometry.Clear);
        Memory.Reset(geometry);
        if (_poisoned) Bb.Reset();
        // MAX_BADBLOCKS: as many 64-bit records as one page holds.
        Bb = _tables[geometry.PageShift] ??= new(profile.Badblocks, (uint)geometry.PageSize / 8);
        _poisoned = false;
        foreach (var bad in geometry.Bad)
            if (badblocks_set(bad.Sector, bad.Sectors, bad.Acknowledged) == Badblocks.Livelock) return false;
        return true;
    }

    /// <summary>Records poison in this device's table.</summary>
    public int badblocks_set(ulong sector, ulong sectors, bool acknowledged)
    {
        _poisoned = true;
        return Bb.badblocks_set(sector, sectors, acknowledged);
    }
}
