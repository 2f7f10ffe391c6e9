using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>One device as a driver gets it: what struct pmem_device is filled from, and its memory.</summary>
public sealed class PmemRegion
{
    private readonly Resource _resource;
    private readonly Func<IReadOnlyList<BadRange>> _records;

    internal PmemRegion(Geometry geometry, Resource resource, string kernel, IBadTable badblocks, Func<IReadOnlyList<BadRange>> records)
    {
        (Geometry, _resource, Kernel, Badblocks, _records) = (geometry, resource, kernel, badblocks, records);
    }

    /// <summary>pmem->size: bytes of the whole resource.</summary>
    public ulong Size => Geometry.Size;

    /// <summary>pmem->data_offset: bytes to the data area, where page 0 is.</summary>
    public ulong DataOffset => Geometry.DataOffset;

    /// <summary>pmem->pfn_pad: bytes of the resource that are not handed out.</summary>
    public uint PfnPad => Geometry.PfnPad;

    /// <summary>PAGE_SHIFT.</summary>
    public int PageShift => Geometry.PageShift;

    /// <summary>pmem->phys_addr.</summary>
    public ulong PhysAddr => Geometry.PhysAddr;

    /// <summary>
    /// What one clear-poison command of the device does: clears at most so many bytes (<see cref="long.MaxValue"/>: whatever is asked), or
    /// fails with that negative errno. Clearing leaves the records of <see cref="Badblocks"/>: taking them away is the driver's.
    /// </summary>
    public long ClearLimit => Geometry.Clear;

    /// <summary>What is stored is persistent without a call to the host (DAXDEV_SYNC).</summary>
    public bool Synchronous => Geometry.Synchronous;

    /// <summary>The kernel generation that the driver stands in: "6.1", or "documents". Poison is answered with EIO until 6.4, EHWPOISON since 6.5.</summary>
    public string Kernel { get; }

    /// <summary>The lent table; for a driver that has its own an empty one that nobody asks.</summary>
    public IBadTable Badblocks { get; }

    /// <summary>The address of the first byte of the resource, which is mapped.</summary>
    public nint Address => (nint)_resource.VirtAddr;

    internal Geometry Geometry { get; }

    /// <summary>Where the resource starts in the file behind it.</summary>
    internal long FileOffset => _resource.FileOffset;

    /// <summary>The records of the lent table.</summary>
    internal IReadOnlyList<BadRange> Records => _records();

    /// <summary>Reads bytes of the resource. Outside of it the access faults, as in a kernel: the call does not come back.</summary>
    public void Read(ulong offset, Span<byte> destination) => _resource.Read(unchecked(_resource.VirtAddr + offset), destination);

    /// <summary>Writes bytes of the resource.</summary>
    public void Write(ulong offset, ReadOnlySpan<byte> source) => _resource.Write(unchecked(_resource.VirtAddr + offset), source);

    /// <summary>Writes zeros.</summary>
    public void Zero(ulong offset, ulong length)
    {
        _resource.EnsureTouchable(unchecked(_resource.VirtAddr + offset), length);
        for (var done = 0UL; done < length; done += (ulong)InitialState.Zeros.Length)
            _resource.WriteZeros(unchecked(_resource.VirtAddr + offset + done), (int)Math.Min(length - done, (ulong)InitialState.Zeros.Length));
    }
}
