using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.Native;

/// <summary>sys/stat.h. Only statx: struct stat differs between architectures, struct statx does not.</summary>
internal static unsafe partial class Stat
{
    public const uint STATX_BASIC_STATS = 0x7ff, STATX_MNT_ID = 0x1000;

    public const ulong STATX_ATTR_DAX = 0x0020_0000;

    public const ushort S_IFMT = 0xF000, S_IFDIR = 0x4000, S_IFCHR = 0x2000, S_IFBLK = 0x6000, S_IFREG = 0x8000;

    [StructLayout(LayoutKind.Sequential)]
    public struct statx_timestamp
    {
        public long tv_sec;
        public uint tv_nsec;
        public int reserved;
    }

    [InlineArray(12)]
    public struct statx_spare
    {
        private ulong _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct statx_buf
    {
        public uint stx_mask;
        public uint stx_blksize;
        public ulong stx_attributes;
        public uint stx_nlink;
        public uint stx_uid;
        public uint stx_gid;
        public ushort stx_mode;
        public ushort spare0;
        public ulong stx_ino;
        public ulong stx_size;
        public ulong stx_blocks;
        public ulong stx_attributes_mask;
        public statx_timestamp stx_atime, stx_btime, stx_ctime, stx_mtime;
        public uint stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor;
        public ulong stx_mnt_id;
        public ulong spare2;
        public statx_spare spare3;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int dirfd, string pathname, int flags, uint mask, statx_buf* buf);

    /// <summary>statx of an open file: with AT_EMPTY_PATH and "".</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(SafeFileHandle dirfd, string pathname, int flags, uint mask, statx_buf* buf);
}
