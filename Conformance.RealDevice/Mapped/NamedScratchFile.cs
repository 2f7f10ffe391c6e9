using System.Runtime.InteropServices;
using System.Text;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;
using static Conformance.RealDevice.Native.Fcntl;
using static Conformance.RealDevice.Native.Stat;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// Opens the scratch file that a user named, and refuses what could be somebody's data. Taken without a question: a name that does
/// not exist, an empty regular file, a file that carries our marker. Taken only with permission that names it: any other regular file.
/// Never: anything but a regular file, and a file that is mounted, swapped to, behind a loop device or locked.
/// </summary>
internal static unsafe class NamedScratchFile
{
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes("daxspec scratch file: whatever follows may be overwritten at any time\n");

    /// <exception cref="TargetException">what was found, what was wanted, what to do</exception>
    public static ScratchFile Open(string path, bool allowWrite)
    {
        // A look at the name first: opening a device can have effects of its own. The open file is looked at again.
        statx_buf status;
        var exists = statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, &status) == 0;
        if (exists) RefuseUnlessRegular(path, status);
        var flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | (exists ? 0 : O_CREAT | O_EXCL);
        var handle = open(path, flags, 0x180 /* 0600 */);
        if (handle.IsInvalid)
        {
            var error = LibcException.Last(nameof(open));
            handle.Dispose();
            throw new TargetException($"{path}: found that it cannot be opened for writing ({error.Message}); wanted a scratch file; do: name a file in a directory that exists and is yours", error);
        }
        try
        {
            Claim(path, handle, allowWrite);
            return new(handle, named: true);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void Claim(string path, SafeFileHandle handle, bool allowWrite)
    {
        statx_buf status;
        if (statx(handle, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) != 0) throw LibcException.Last(nameof(statx));
        RefuseUnlessRegular(path, status);
        if (FileClaims.Find(path, status) is { } claim)
            throw new TargetException($"{path}: found that it is {claim}; wanted a file that nobody uses; do: name another file (no flag overrides this)");
        if (Native.File.flock(handle, Native.File.LOCK_EX | Native.File.LOCK_NB) != 0)
            throw new TargetException($"{path}: found that another process has locked it; wanted a file that nobody uses; do: wait for that process or name another file", LibcException.Last(nameof(Native.File.flock)));
        if (status.stx_size != 0 && !CarriesMarker(handle) && !allowWrite)
            throw new TargetException($"{path}: found {status.stx_size} bytes that daxspec did not write; wanted a name that does not exist, an empty file or a daxspec scratch file; do: name another file, or allow it to be overwritten (--write-to {path})");
        if (Unistd.ftruncate(handle, 0) != 0) throw LibcException.Last(nameof(Unistd.ftruncate));
        fixed (byte* marker = Marker)
            if (Unistd.pwrite(handle, marker, (nuint)Marker.Length, 0) != Marker.Length) throw LibcException.Last(nameof(Unistd.pwrite));
        if (Unistd.ftruncate(handle, ScratchFile.HeaderBytes) != 0) throw LibcException.Last(nameof(Unistd.ftruncate));
        if (fallocate(handle, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, ScratchFile.HeaderBytes - 4096, 4096) == 0) return;
        var error = LibcException.Last($"{nameof(fallocate)}(PUNCH_HOLE)");
        throw new TargetException($"{path}: found a file system that makes no holes ({error.Message}); wanted one that does; do: name a file on ext4, xfs, btrfs or tmpfs", error);
    }

    private static void RefuseUnlessRegular(string path, in statx_buf status)
    {
        var kind = (status.stx_mode & S_IFMT) switch
        {
            S_IFREG => null,
            S_IFBLK => "a block device",
            S_IFCHR => "a character device",
            S_IFDIR => "a directory",
            _ => "no regular file",
        };
        if (kind is not null) throw new TargetException($"{path}: found {kind}; wanted a regular file; do: name a file (no flag overrides this; for a device see devdax: and kernel:)");
    }

    private static bool CarriesMarker(SafeFileHandle handle)
    {
        Span<byte> head = stackalloc byte[Marker.Length];
        nint read;
        fixed (byte* buffer = head) read = Unistd.pread(handle, buffer, (nuint)head.Length, 0);
        return read == head.Length && head.SequenceEqual(Marker);
    }
}
