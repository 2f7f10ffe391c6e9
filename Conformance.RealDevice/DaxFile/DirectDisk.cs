using System.Runtime.InteropServices;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// The block device below the file system, open with O_DIRECT: reads and writes reach the driver's sectors past the page cache. Only the
/// file's own sectors are ever touched.
/// </summary>
internal sealed unsafe class DirectDisk : IDisposable
{
    private const int EINTR = 4;

    private readonly SafeFileHandle _handle;
    private readonly ulong _start, _length;
    private readonly byte* _buffer;

    private DirectDisk(SafeFileHandle handle, ulong start, ulong length)
    {
        (_handle, _start, _length) = (handle, start, length);
        // A segment of a request is a page of this memory.
        _buffer = (byte*)NativeMemory.AlignedAlloc((nuint)Observation.MaxTransfer, (nuint)Environment.SystemPageSize);
    }

    /// <summary>Opens a device.</summary>
    /// <param name="path">the block device that the file system is on</param>
    /// <param name="start">byte of it where the file begins</param>
    /// <param name="length">bytes of the file</param>
    /// <param name="write">also for writing</param>
    /// <param name="problem">why it cannot be opened</param>
    public static DirectDisk? Open(string path, ulong start, ulong length, bool write, out string problem)
    {
        var handle = Fcntl.open(path, (write ? Fcntl.O_RDWR : Fcntl.O_RDONLY) | Fcntl.O_DIRECT | Fcntl.O_CLOEXEC, 0);
        problem = handle.IsInvalid ? LibcException.Last($"open({path}, O_DIRECT)").Message : "";
        if (problem.Length == 0) return new(handle, start, length);
        handle.Dispose();
        return null;
    }

    /// <summary>The sectors lie in the file.</summary>
    public bool Contains(ulong sector, ulong sectors) =>
        sector <= _length / Geometry.SectorSize && sectors <= _length / Geometry.SectorSize - sector && sectors <= Observation.MaxTransfer / Geometry.SectorSize;

    /// <summary>Reads sectors of the file with one system call.</summary>
    /// <returns>bytes or a negative errno</returns>
    public long Read(ulong sector, Span<byte> destination)
    {
        long read;
        do read = Unistd.pread(_handle, _buffer, (nuint)destination.Length, Position(sector)) is var n && n < 0 ? -Marshal.GetLastPInvokeError() : n;
        while (read == -EINTR);
        if (read > 0) new ReadOnlySpan<byte>(_buffer, (int)read).CopyTo(destination);
        return read;
    }

    /// <summary>Writes sectors of the file with one system call.</summary>
    /// <returns>bytes or a negative errno</returns>
    public long Write(ulong sector, ReadOnlySpan<byte> source)
    {
        source.CopyTo(new Span<byte>(_buffer, source.Length));
        long written;
        do written = Unistd.pwrite(_handle, _buffer, (nuint)source.Length, Position(sector)) is var n && n < 0 ? -Marshal.GetLastPInvokeError() : n;
        while (written == -EINTR);
        return written;
    }

    public void Dispose()
    {
        if (_handle.IsClosed) return;
        _handle.Dispose();
        NativeMemory.AlignedFree(_buffer);
    }

    private long Position(ulong sector) => (long)(_start + sector * Geometry.SectorSize);
}
