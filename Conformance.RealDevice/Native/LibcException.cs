using System.Runtime.InteropServices;

namespace Conformance.RealDevice.Native;

/// <summary>A C library call failed: which one, and with which errno.</summary>
public sealed class LibcException : IOException
{
    public LibcException()
    {
        Call = "";
    }

    public LibcException(string message)
        : base(message)
    {
        Call = "";
    }

    public LibcException(string message, Exception innerException)
        : base(message, innerException)
    {
        Call = "";
    }

    public LibcException(string call, int errno)
        : base($"{call}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
    {
        Call = call;
        Errno = errno;
    }

    /// <summary>The call as in its man page, with what tells this one from others: "mmap(file, 4096 bytes)".</summary>
    public string Call { get; }

    /// <summary>The raw Linux errno; 0 when the exception was not made from a call.</summary>
    public int Errno { get; }

    /// <summary>The exception for the call just made. Every later SetLastError call overwrites errno, so this is the next statement after it.</summary>
    internal static LibcException Last(string call) => new(call, Marshal.GetLastPInvokeError());
}
