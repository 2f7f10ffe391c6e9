using System.Runtime.InteropServices;

namespace Conformance.RealDevice.Native;

/// <summary>signal.h.</summary>
internal static partial class Signal
{
    public const int SIGKILL = 9, SIGSTOP = 19;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int sig);
}
