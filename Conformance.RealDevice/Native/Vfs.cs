using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.Native;

/// <summary>sys/vfs.h, with the magic numbers of linux/magic.h. The layout is that of the 64-bit generic ABI (x86-64, arm64).</summary>
internal static unsafe partial class Vfs
{
    public const long EXT4_SUPER_MAGIC = 0xEF53, XFS_SUPER_MAGIC = 0x58465342, TMPFS_MAGIC = 0x01021994;

    [InlineArray(4)]
    public struct statfs_spare
    {
        private long _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct statfs_buf
    {
        public long f_type;
        public long f_bsize;
        public ulong f_blocks;
        public ulong f_bfree;
        public ulong f_bavail;
        public ulong f_files;
        public ulong f_ffree;
        public ulong f_fsid;
        public long f_namelen;
        public long f_frsize;
        public long f_flags;
        public statfs_spare f_spare;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fstatfs(SafeFileHandle fd, statfs_buf* buf);
}
