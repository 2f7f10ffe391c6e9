using System.Runtime.InteropServices;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;
using static Conformance.RealDevice.Native.Mman;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The private page of copy_cow_page_dax. Where the device page is aligned in the file it is a MAP_PRIVATE mapping of it, made private
/// by a real write fault: the copy, and the isolation after it, are the kernel's own copy on write. Where it is not aligned (data_offset
/// is no multiple of 4096) no mapping can start there, and the bytes are copied to anonymous memory.
/// </summary>
internal unsafe class PrivatePage : SafeHandleMinusOneIsInvalid
{
    private const int MaxPageSize = 64 << 10;

    /// <exception cref="TargetException">there is no room</exception>
    public PrivatePage()
        : base(ownsHandle: true)
    {
        SetHandle(mmap(0, MaxPageSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        if (IsInvalid) throw new TargetException("found no room for a private page; wanted 64 KiB of address space; do: raise the limit (ulimit -v)", LibcException.Last(nameof(mmap)));
    }

    /// <summary>Where in the file, and how many bytes of it, are mapped; 0 bytes: none.</summary>
    private (long Offset, int Bytes) _mapped;

    /// <summary>Bytes of the page; 0: there is none.</summary>
    public int Size { get; private set; }

    public void Forget() => Size = 0;

    /// <summary>Becomes a private copy of a page of the resource.</summary>
    /// <param name="file">behind the resource</param>
    /// <param name="resource">the device's memory</param>
    /// <param name="address">of the page's first byte, in mapping 0</param>
    /// <param name="pageSize">bytes</param>
    /// <exception cref="FaultException">the page is not wholly inside the resource</exception>
    public virtual void CopyFrom(ScratchFile file, Resource resource, ulong address, int pageSize)
    {
        resource.EnsureTouchable(address, (ulong)pageSize);
        var offset = address - resource.VirtAddr;
        if (offset % 4096 == 0)
        {
            var at = resource.FileOffset + (long)offset;
            // What is mapped already drops its copy and shows the file again.
            if (_mapped != (at, pageSize) || madvise(handle, (nuint)pageSize, MADV_DONTNEED) != 0)
                Map(pageSize, MAP_PRIVATE, mmap(handle, (nuint)pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file.Handle, at));
            _mapped = (at, pageSize);
            BreakCopyOnWrite(pageSize);
        }
        else
        {
            _mapped = default;
            Map(pageSize, MAP_ANONYMOUS, mmap(handle, (nuint)pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
            var copy = new byte[pageSize];
            resource.Read(address, copy);
            Write(0, copy);
        }
        Size = pageSize;
    }

    /// <summary>Reads the page from its first byte on.</summary>
    public void Read(Span<byte> destination)
    {
        if (SelfMemory.Read((ulong)handle, destination) != destination.Length) throw Lost();
    }

    /// <summary>Writes bytes inside the page.</summary>
    public virtual void Write(int offset, ReadOnlySpan<byte> source)
    {
        if (SelfMemory.Write((ulong)handle + (ulong)offset, source) != source.Length) throw Lost();
    }

    protected override bool ReleaseHandle() => munmap(handle, MaxPageSize) == 0;

    private static void Map(int pageSize, int kind, nint result)
    {
        if (result == MAP_FAILED) throw LibcException.Last($"mmap({(kind == MAP_PRIVATE ? "MAP_PRIVATE" : "MAP_ANONYMOUS")}, {pageSize} bytes)");
    }

    /// <summary>A write fault on every host page. Before Linux 5.14 there is no MADV_POPULATE_WRITE: a byte of each is written as it is.</summary>
    protected virtual void BreakCopyOnWrite(int pageSize)
    {
        if (madvise(handle, (nuint)pageSize, MADV_POPULATE_WRITE) == 0) return;
        var errno = Marshal.GetLastPInvokeError();
        if (errno != Errno.EINVAL) throw errno == Errno.EFAULT ? Lost() : new LibcException($"{nameof(madvise)}(MADV_POPULATE_WRITE)", errno);
        Span<byte> one = stackalloc byte[1];
        for (var page = 0; page < pageSize; page += 4096)
        {
            if (SelfMemory.Read((ulong)handle + (ulong)page, one) != 1) throw Lost();
            Write(page, one);
        }
    }

    private static TargetException Lost() => new(
        "found that the private page cannot be touched; wanted the scratch file as it was opened; do: see whether another process cut it short, and whether the memory is full");
}
