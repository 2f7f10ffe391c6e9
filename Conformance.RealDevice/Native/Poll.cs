using System.Runtime.InteropServices;

namespace Conformance.RealDevice.Native;

/// <summary>poll.h.</summary>
internal static unsafe partial class Poll
{
    public const short POLLIN = 1, POLLOUT = 4, POLLERR = 8, POLLHUP = 16;

#pragma warning disable CS8981 // The name is C's.
    [StructLayout(LayoutKind.Sequential)]
    public struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }
#pragma warning restore CS8981

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(pollfd* fds, nuint nfds, int timeout);
}
