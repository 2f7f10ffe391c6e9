using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.Native;

/// <summary>
/// fcntl.h. open and fcntl are variadic in C; with exactly three arguments the calls are the same on the 64-bit Linux ABIs (x86-64, arm64),
/// which is all that is claimed here. O_DIRECT, O_DIRECTORY and O_NOFOLLOW have other values on arm64.
/// </summary>
internal static partial class Fcntl
{
    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64;

    public const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40, O_EXCL = 0x80, O_TRUNC = 0x200, O_NONBLOCK = 0x800, O_DSYNC = 0x1000, O_CLOEXEC = 0x80000;

    public const int AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000;

    public const int FALLOC_FL_KEEP_SIZE = 1, FALLOC_FL_PUNCH_HOLE = 2, FALLOC_FL_ZERO_RANGE = 0x10, FALLOC_FL_UNSHARE_RANGE = 0x40;

    public const int F_ADD_SEALS = 1033, F_SEAL_SEAL = 1, F_SEAL_SHRINK = 2;

    public static int O_DIRECT => Arm ? 0x10000 : 0x4000;

    public static int O_DIRECTORY => Arm ? 0x4000 : 0x10000;

    public static int O_NOFOLLOW => Arm ? 0x8000 : 0x20000;

    public static int O_TMPFILE => 0x400000 | O_DIRECTORY;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle open(string pathname, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(SafeFileHandle fd, int cmd, int arg);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fallocate(SafeFileHandle fd, int mode, long offset, long len);
}
