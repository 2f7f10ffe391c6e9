using System.Runtime.InteropServices;

namespace Conformance.RealDevice.Native;

/// <summary>sys/uio.h.</summary>
internal static unsafe partial class Uio
{
    /// <summary>The most vectors one call takes (limits.h).</summary>
    public const int IOV_MAX = 1024;

    // The name is C's; the compiler fears that a lower-case word may become a keyword.
#pragma warning disable CS8981
    [StructLayout(LayoutKind.Sequential)]
    public struct iovec(void* iov_base, nuint iov_len)
    {
        public void* iov_base = iov_base;
        public nuint iov_len = iov_len;
    }
#pragma warning restore CS8981

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint process_vm_readv(int pid, iovec* local_iov, nuint liovcnt, iovec* remote_iov, nuint riovcnt, nuint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint process_vm_writev(int pid, iovec* local_iov, nuint liovcnt, iovec* remote_iov, nuint riovcnt, nuint flags);
}
