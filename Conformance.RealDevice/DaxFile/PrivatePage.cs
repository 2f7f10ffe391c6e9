using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// The private page: the copy that a write fault on a MAP_PRIVATE mapping makes. A new copy is tried in a second mapping, so that
/// the last one that succeeded stays when it fails.
/// </summary>
internal sealed class PrivatePage : IDisposable
{
    private readonly PageMapping[] _mappings;
    private readonly ulong _pageSize, _length;
    private int _current;
    private ulong? _page;

    public PrivatePage(SafeFileHandle file, ulong length, int pageSize, Pagemap pagemap)
    {
        (_pageSize, _length) = ((ulong)pageSize, length);
        _mappings = [Open(), Open()];

        PageMapping Open() => PageMapping.Open(file, length, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_PRIVATE, pagemap);
    }

    /// <summary>There is a page.</summary>
    public bool Exists => _page is not null;

    /// <summary>The page frame of the page; null when the kernel hides it.</summary>
    public ulong? Pfn => _page is { } page ? _mappings[_current].Pfn(page * _pageSize) : null;

    /// <summary>No private page; nothing of the file is mapped privately, so that the next fault is a first one.</summary>
    public void Clear()
    {
        foreach (var mapping in _mappings) mapping.Drop(0, _length);
        _page = null;
    }

    /// <summary>A write fault on a page that was never read here.</summary>
    /// <returns>0; the errno of the fault, and then an earlier private page is still there</returns>
    public int Copy(ulong page)
    {
        var spare = _current ^ 1;
        _mappings[spare].Drop(0, _length);
        var errno = _mappings[spare].Fault(page * _pageSize, _pageSize, write: true);
        if (errno == 0) (_current, _page) = (spare, page);
        return errno;
    }

    /// <summary>Digest of the whole page, or null when it cannot be read.</summary>
    public ulong? Contents
    {
        get
        {
            Span<byte> bytes = new byte[_pageSize];
            return _page is { } page && _mappings[_current].TryRead(page * _pageSize, bytes) ? Digest.Of(bytes) : null;
        }
    }

    /// <summary>Writes into the page from byte <paramref name="offset"/> on; the range lies in it.</summary>
    public bool TryWrite(ulong offset, ReadOnlySpan<byte> bytes) => _page is { } page && _mappings[_current].TryWrite(page * _pageSize + offset, bytes);

    public void Dispose()
    {
        foreach (var mapping in _mappings) mapping.Dispose();
    }
}
