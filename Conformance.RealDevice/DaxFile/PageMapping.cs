using System.Runtime.InteropServices;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// One mmap whose bytes are touched by system calls alone: a poisoned page is then an errno. A load or store of our own would
/// raise SIGBUS, which the runtime does not survive.
/// </summary>
internal sealed unsafe class PageMapping : SafeHandleMinusOneIsInvalid
{
    private readonly Pagemap _pagemap;
    private readonly nuint _length;

    private PageMapping(nint address, nuint length, Pagemap pagemap)
        : base(ownsHandle: true)
    {
        SetHandle(address);
        _length = length;
        _pagemap = pagemap;
    }

    /// <summary>Maps <paramref name="length"/> bytes.</summary>
    /// <param name="file">what to map</param>
    /// <param name="length">bytes</param>
    /// <param name="prot">PROT_*</param>
    /// <param name="flags">MAP_*</param>
    /// <param name="pagemap">tells what is mapped</param>
    /// <param name="hugePages">false: page by page, for with a huge page one fault answers for its neighbours</param>
    /// <param name="offset">byte of the file to begin at</param>
    /// <exception cref="LibcException">mmap refuses</exception>
    public static PageMapping Open(SafeFileHandle file, ulong length, int prot, int flags, Pagemap pagemap, bool hugePages = false, long offset = 0)
    {
        var address = Mman.mmap(0, (nuint)length, prot, flags, file, offset);
        if (address == Mman.MAP_FAILED) throw LibcException.Last($"mmap({length} bytes, flags 0x{flags:x})");
        // Where there are no huge pages this is refused, and not needed.
        if (!hugePages) _ = Mman.madvise(address, (nuint)length, Mman.MADV_NOHUGEPAGE);
        return new(address, (nuint)length, pagemap);
    }

    /// <summary>Copies bytes out; false when a page of them cannot be had.</summary>
    public bool TryRead(ulong offset, Span<byte> destination)
    {
        fixed (byte* local = destination) return Copy(local, offset, destination.Length, write: false) == destination.Length;
    }

    /// <summary>Copies bytes in; false when a page of them cannot be had. Earlier pages may have been written then.</summary>
    public bool TryWrite(ulong offset, ReadOnlySpan<byte> source)
    {
        fixed (byte* local = source) return Copy(local, offset, source.Length, write: true) == source.Length;
    }

    /// <summary>
    /// Faults pages in as a load or a store would, without touching a byte (MADV_POPULATE_READ/WRITE, 5.14; before that the fault
    /// is raised by a copy that does not happen).
    /// </summary>
    /// <param name="offset">bytes, page aligned</param>
    /// <param name="length">bytes</param>
    /// <param name="write">a store fault</param>
    /// <returns>0; EFAULT where a SIGBUS would be raised; EHWPOISON where it would tell of poison (6.5)</returns>
    public int Fault(ulong offset, ulong length, bool write)
    {
        while (Mman.madvise(Address(offset), (nuint)length, write ? Mman.MADV_POPULATE_WRITE : Mman.MADV_POPULATE_READ) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            switch (errno)
            {
                case EINTR or EAGAIN: continue;
                case EINVAL: return FaultByCopy(offset, length, write);
                case Errno.EFAULT or Errno.EHWPOISON: return errno;
                default: throw new LibcException($"madvise(MADV_POPULATE_{(write ? "WRITE" : "READ")})", errno);
            }
        }
        return 0;
    }

    /// <summary>Unmaps pages; what is private in them is gone, and the next access faults.</summary>
    public void Drop(ulong offset, ulong length)
    {
        if (Mman.madvise(Address(offset), (nuint)length, Mman.MADV_DONTNEED) != 0) throw LibcException.Last("madvise(MADV_DONTNEED)");
    }

    /// <summary>Has what was stored written back (MS_SYNC).</summary>
    /// <returns>0 or an errno</returns>
    public int Sync(ulong length) => Mman.msync(handle, (nuint)length, Mman.MS_SYNC) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>The page frame mapped at an offset; null when none is, or when the kernel hides it.</summary>
    public ulong? Pfn(ulong offset) => _pagemap.Pfn(Address(offset));

    protected override bool ReleaseHandle() => Mman.munmap(handle, _length) == 0;

    private const int EINTR = 4, EAGAIN = 11, EINVAL = 22;

    private nint Address(ulong offset) => handle + (nint)offset;

    /// <summary>
    /// A byte read raises the load fault. For the store fault a write from an address where nothing is: the kernel faults the
    /// destination in before it looks at the source, so EFAULT says nothing, but the page is there or not.
    /// </summary>
    private int FaultByCopy(ulong offset, ulong length, bool write)
    {
        for (var at = offset; at < offset + length; at += (ulong)Environment.SystemPageSize)
        {
            byte ignored;
            var copied = write ? Copy(null, at, 1, write: true) : Copy(&ignored, at, 1, write: false);
            if (write ? !_pagemap.IsPresent(Address(at)) : copied != 1) return Errno.EFAULT;
        }
        return 0;
    }

    /// <returns>bytes copied, up to the first page that cannot be had</returns>
    private int Copy(byte* local, ulong offset, int length, bool write)
    {
        var done = 0;
        while (done < length)
        {
            // A vector a page: a page that cannot be had ends the copy at its start.
            var inPage = Environment.SystemPageSize - (int)((offset + (ulong)done) % (ulong)Environment.SystemPageSize);
            var chunk = Math.Min(length - done, inPage);
            var from = new Uio.iovec(local == null ? null : local + done, (nuint)chunk);
            var to = new Uio.iovec((void*)Address(offset + (ulong)done), (nuint)chunk);
            var copied = write
                ? Uio.process_vm_writev(Environment.ProcessId, &from, 1, &to, 1, 0)
                : Uio.process_vm_readv(Environment.ProcessId, &from, 1, &to, 1, 0);
            if (copied < 0)
            {
                var errno = Marshal.GetLastPInvokeError();
                if (errno == EINTR) continue;
                // EIO: what 6.x answers when a page is known to be bad.
                return errno is Errno.EFAULT or Errno.EIO or Errno.EHWPOISON ? done : throw new LibcException(write ? "process_vm_writev" : "process_vm_readv", errno);
            }
            done += (int)copied;
            if (copied < chunk) break;
        }
        return done;
    }
}
