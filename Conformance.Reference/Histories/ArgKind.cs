namespace Conformance.Reference.Histories;

/// <summary>What an argument means: chooses its text form, its edge dictionary and how it shrinks.</summary>
public enum ArgKind : byte
{
    /// <summary>pgoff_t: unsigned page offset into the data area.</summary>
    Pgoff,

    /// <summary>long: signed count of pages.</summary>
    NrPages,

    /// <summary>sector_t: unsigned sector (512 bytes) of the data area.</summary>
    Sector,

    /// <summary>Count of sectors; the kernel's type is int or sector_t by generation.</summary>
    Sectors,

    /// <summary>size_t: count of bytes.</summary>
    Bytes,

    /// <summary>Byte offset inside one page.</summary>
    InPage,

    /// <summary>loff_t: signed file position in bytes.</summary>
    Pos,

    /// <summary>u64: device or file byte address.</summary>
    Address,

    /// <summary>s64: a byte count or a negative errno.</summary>
    Result,

    /// <summary><see cref="AccessMode"/>.</summary>
    Mode,

    /// <summary>0 or 1.</summary>
    Flag,

    /// <summary>Index of a page, of a live kmap or of a mapping.</summary>
    Slot,

    /// <summary>IOMAP_* extent type: 0 hole, 1 delalloc, 2 mapped, 3 unwritten, 4 inline.</summary>
    MapType,

    /// <summary>IOMAP_F_* bits of one mapping; 0x100 is IOMAP_F_STALE here, whatever its bit is in a release.</summary>
    MapFlags,

    /// <summary>Names a byte pattern: byte i of it is <see cref="InitialContents.PatternByte"/>.</summary>
    Seed,
}
