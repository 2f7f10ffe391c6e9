namespace Conformance.Reference.Iomap;

/// <summary>struct iomap (include/linux/iomap.h): one extent of a file, as far as the iteration and the page offset look at it.</summary>
/// <param name="Addr">disk offset in bytes</param>
/// <param name="Offset">file offset in bytes (loff_t, added as u64)</param>
/// <param name="Length">bytes; 0 means that there is no mapping</param>
/// <param name="Type">IOMAP_HOLE (0) and others</param>
/// <param name="Flags">IOMAP_F_*; <see cref="IOMAP_F_STALE"/> is a number of this suite</param>
public readonly record struct IomapExtent(ulong Addr, ulong Offset, ulong Length, ushort Type, ushort Flags)
{
    /// <summary>No extent. As the type of a source mapping: there is none.</summary>
    public const ushort IOMAP_HOLE = 0;

    /// <summary>The mapping is not valid any more and has to be asked for again. The kernel's bit moves between releases; ours is the histories'.</summary>
    public const ushort IOMAP_F_STALE = 0x100;

    /// <summary>The first byte behind the extent; wraps.</summary>
    public ulong End => unchecked(Offset + Length);
}
