using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.Native;

/// <summary>sys/mman.h.</summary>
internal static unsafe partial class Mman
{
    public const int PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2;

    public const int MAP_SHARED = 0x01, MAP_PRIVATE = 0x02, MAP_SHARED_VALIDATE = 0x03, MAP_FIXED = 0x10, MAP_ANONYMOUS = 0x20, MAP_NORESERVE = 0x4000,
        MAP_POPULATE = 0x8000, MAP_SYNC = 0x80000, MAP_FIXED_NOREPLACE = 0x100000;

    public const nint MAP_FAILED = -1;

    public const int MADV_NORMAL = 0, MADV_RANDOM = 1, MADV_DONTNEED = 4, MADV_REMOVE = 9, MADV_DONTFORK = 10, MADV_HUGEPAGE = 14, MADV_NOHUGEPAGE = 15,
        MADV_DONTDUMP = 16, MADV_PAGEOUT = 21, MADV_POPULATE_READ = 22, MADV_POPULATE_WRITE = 23;

    public const int MS_ASYNC = 1, MS_INVALIDATE = 2, MS_SYNC = 4;

    public const uint MFD_CLOEXEC = 1, MFD_ALLOW_SEALING = 2;

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint mmap(nint addr, nuint length, int prot, int flags, SafeFileHandle fd, long offset);

    /// <summary>mmap with a raw descriptor, for MAP_ANONYMOUS and its -1.</summary>
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint mmap(nint addr, nuint length, int prot, int flags, int fd, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int munmap(nint addr, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mprotect(nint addr, nuint length, int prot);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int madvise(nint addr, nuint length, int advice);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int msync(nint addr, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mincore(nint addr, nuint length, byte* vec);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle memfd_create(string name, uint flags);
}
