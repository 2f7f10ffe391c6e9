using System.Collections.Immutable;

namespace Conformance.Reference.Histories;

/// <summary>
/// A described device: what struct pmem_device and its struct dax_device hold when a history starts
/// (drivers/nvdimm/pmem.h, drivers/dax/super.c). Plain data.
/// </summary>
public sealed record Geometry
{
    /// <summary>One sector, the unit of badblocks, in bytes.</summary>
    public const int SectorSize = 512;

    /// <summary>Log2 of the sector size: SECTOR_SHIFT.</summary>
    public const int SectorShift = 9;

    /// <summary>The largest PAGE_SHIFT: pages of 64 KiB.</summary>
    public const int MaxPageShift = 16;

    /// <summary>Pages of the data area that carry <see cref="InitialContents"/>; the rest reads as zeros.</summary>
    public const int StampedPages = 8;

    /// <summary>False: the caller holds a null dax_device pointer.</summary>
    public bool Present { get; init; } = true;

    /// <summary>PAGE_SHIFT: 12, 14 or 16.</summary>
    public int PageShift { get; init; } = 12;

    /// <summary>pmem->size: the whole mapped resource in bytes, data_offset and pfn_pad included.</summary>
    public ulong Size { get; init; } = 8UL << 12;

    /// <summary>pmem->data_offset: bytes from the start of the resource to the data area.</summary>
    public ulong DataOffset { get; init; }

    /// <summary>pmem->pfn_pad: bytes of the resource that are not handed out.</summary>
    public uint PfnPad { get; init; }

    /// <summary>pmem->phys_addr: physical address of the resource in bytes, page aligned.</summary>
    public ulong PhysAddr { get; init; } = 0x1_0000_0000;

    /// <summary>The members present in struct dax_operations.</summary>
    public DriverOps Ops { get; init; } = DriverOps.All;

    /// <summary>
    /// What one clear-poison command does: <see cref="long.MaxValue"/> clears all that was asked, 0 nothing, n > 0 at most n bytes
    /// (a multiple of the sector), negative: the command fails with that errno.
    /// </summary>
    public long Clear { get; init; } = long.MaxValue;

    /// <summary>What is stored is persistent without a call to the host (DAXDEV_SYNC); false where the driver flushes asynchronously, as virtio_pmem does.</summary>
    public bool Synchronous { get; init; } = true;

    /// <summary>Poison on record at the start.</summary>
    public ImmutableArray<BadRange> Bad { get; init; } = [];

    /// <summary>PAGE_SIZE in bytes.</summary>
    public int PageSize => 1 << PageShift;

    /// <summary>Bytes of the data area: what a caller may use; 0 where the pads leave nothing.</summary>
    public ulong DataBytes => Size > (ulong)PfnPad && Size - PfnPad > DataOffset ? Size - PfnPad - DataOffset : 0;

    /// <summary>Whole pages of the data area.</summary>
    public ulong Pages => DataBytes >> PageShift;

    /// <summary>Bytes that are really there from the start of the resource, rounded up to the 4096-byte granule of a mapping.</summary>
    public ulong MappedBytes => (Size + 4095) & ~4095UL;

    public bool Equals(Geometry? other) => other is not null && HistoryText.Write(this) == HistoryText.Write(other);

    public override int GetHashCode() => (int)(Size >> PageShift) ^ Bad.Length << 16;

    public override string ToString() => HistoryText.Write(this);
}
