using System.Runtime.InteropServices;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Native.Uio;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// Access to this process's own memory in which a page that cannot be touched ends the copy, not the process: the kernel
/// copies (process_vm_readv, process_vm_writev on the own pid) and says how far it came. A load or store from managed code
/// would raise SIGSEGV or SIGBUS, which no catch block survives.
/// </summary>
internal static unsafe class SelfMemory
{
    /// <summary>Addresses that one <see cref="Touch"/> takes.</summary>
    public const int MaxTouch = 65;

    private static readonly int Pid = Environment.ProcessId;

    /// <summary>Reads bytes in order up to the first that cannot be read; returns how many.</summary>
    public static int Read(ulong address, Span<byte> destination)
    {
        fixed (byte* buffer = destination)
        {
            var local = new iovec(buffer, (nuint)destination.Length);
            var remote = new iovec((void*)address, (nuint)destination.Length);
            return Copied(process_vm_readv(Pid, &local, 1, &remote, 1, 0), nameof(process_vm_readv));
        }
    }

    /// <summary>Writes bytes in order up to the first that cannot be written; returns how many.</summary>
    public static int Write(ulong address, ReadOnlySpan<byte> source)
    {
        fixed (byte* buffer = source)
        {
            var local = new iovec(buffer, (nuint)source.Length);
            var remote = new iovec((void*)address, (nuint)source.Length);
            return Copied(process_vm_writev(Pid, &local, 1, &remote, 1, 0), nameof(process_vm_writev));
        }
    }

    /// <summary>Reads one byte at each address in order, at most <see cref="MaxTouch"/> of them; returns how many came before the first that cannot be read.</summary>
    public static int Touch(ReadOnlySpan<ulong> addresses)
    {
        var bytes = stackalloc byte[MaxTouch];
        var remote = stackalloc iovec[MaxTouch];
        for (var i = 0; i < addresses.Length; i++) remote[i] = new iovec((void*)addresses[i], 1);
        var local = new iovec(bytes, (nuint)addresses.Length);
        return Copied(process_vm_readv(Pid, &local, 1, remote, (nuint)addresses.Length, 0), nameof(process_vm_readv));
    }

    private static int Copied(nint result, string call)
    {
        if (result >= 0) return (int)result;
        var errno = Marshal.GetLastPInvokeError();
        return errno == Errno.EFAULT ? 0 : throw new LibcException(call, errno);
    }
}
