using System.Runtime.InteropServices;

namespace Conformance.RealDevice.Native;

/// <summary>linux/fiemap.h. The request is <see cref="Fs.FS_IOC_FIEMAP"/>; extents follow the head without a gap.</summary>
internal static class Fiemap
{
    public const uint FIEMAP_EXTENT_LAST = 0x1, FIEMAP_EXTENT_UNKNOWN = 0x2, FIEMAP_EXTENT_DELALLOC = 0x4, FIEMAP_EXTENT_ENCODED = 0x8, FIEMAP_EXTENT_DATA_ENCRYPTED = 0x80,
        FIEMAP_EXTENT_NOT_ALIGNED = 0x100, FIEMAP_EXTENT_DATA_INLINE = 0x200, FIEMAP_EXTENT_DATA_TAIL = 0x400, FIEMAP_EXTENT_UNWRITTEN = 0x800,
        FIEMAP_EXTENT_MERGED = 0x1000, FIEMAP_EXTENT_SHARED = 0x2000;

    // The names are C's; the compiler fears that a lower-case word may become a keyword.
#pragma warning disable CS8981
    [StructLayout(LayoutKind.Sequential)]
    public struct fiemap
    {
        public ulong fm_start;
        public ulong fm_length;
        public uint fm_flags;
        public uint fm_mapped_extents;
        public uint fm_extent_count;
        public uint fm_reserved;
    }
#pragma warning restore CS8981

    [StructLayout(LayoutKind.Sequential)]
    public struct fiemap_extent
    {
        public ulong fe_logical;
        public ulong fe_physical;
        public ulong fe_length;
        public ulong reserved0, reserved1;
        public uint fe_flags;
        public uint reserved2, reserved3, reserved4;
    }
}
