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
    /// <summary>Pieces that one <see cref="Gather"/> takes.</summary>
    public const int MaxPieces = 65;

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

    /// <summary>Reads one byte at each address in order, at most <see cref="MaxPieces"/> of them; returns how many came before the first that cannot be read.</summary>
    public static int Touch(ReadOnlySpan<ulong> addresses)
    {
        Span<(ulong Address, int Length)> pieces = stackalloc (ulong, int)[addresses.Length];
        for (var i = 0; i < addresses.Length; i++) pieces[i] = (addresses[i], 1);
        return Gather(pieces, stackalloc byte[addresses.Length]);
    }

    /// <summary>Reads pieces in order, at most <see cref="MaxPieces"/> of them, up to the first byte that cannot be read; returns how many bytes.</summary>
    public static int Gather(ReadOnlySpan<(ulong Address, int Length)> pieces, Span<byte> destination)
    {
        var remote = stackalloc iovec[MaxPieces];
        for (var i = 0; i < pieces.Length; i++) remote[i] = new iovec((void*)pieces[i].Address, (nuint)pieces[i].Length);
        fixed (byte* buffer = destination)
        {
            var local = new iovec(buffer, (nuint)destination.Length);
            return Copied(process_vm_readv(Pid, &local, 1, remote, (nuint)pieces.Length, 0), nameof(process_vm_readv));
        }
    }

    private static int Copied(nint result, string call)
    {
        if (result >= 0) return (int)result;
        var errno = Marshal.GetLastPInvokeError();
        return errno == Errno.EFAULT ? 0 : throw new LibcException(call, errno);
    }
}
