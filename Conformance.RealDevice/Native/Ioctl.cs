using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.Native;

/// <summary>sys/ioctl.h. ioctl is variadic in C; with exactly three arguments the call is the same on the 64-bit Linux ABIs.</summary>
internal static unsafe partial class Ioctl
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(SafeFileHandle fd, nuint request, void* argp);
}
