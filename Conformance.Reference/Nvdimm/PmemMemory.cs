using System.Runtime.InteropServices;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Nvdimm;

/// <summary>
/// The bytes of a resource: what they are at the start, and the writes since, in order. A page's bytes are worked out when
/// somebody looks, so a device of 4 TiB costs as much as one of 32 KiB.
/// </summary>
/// <remarks>
/// Addresses are bytes from the start of the resource. Pages are counted from the start of the data area; the count wraps, so that
/// those in front of the data area have the highest numbers and every translation of the driver is one.
/// </remarks>
public sealed class PmemMemory
{
    private readonly record struct Write(ulong First, ulong Length, bool Zeros, byte Seed, ulong Skip = 0)
    {
        /// <summary>The first byte behind it; no write reaches 2^64, the resource does not.</summary>
        public ulong End => First + Length;

        /// <summary>The byte of the pattern that it wrote to an address.</summary>
        public ulong PatternAt(ulong address) => Skip + address - First;
    }

    private readonly List<Write> _writes = [];
    private readonly PatternBytes _patterns = new();
    private readonly Dictionary<int, PristinePages> _pristineBySize = [];
    private PristinePages _pristine = new(1);
    private Geometry _geometry = new();
    private readonly KnownDigests _known = new();
    private readonly List<ulong> _makings = [];
    private ulong _mapped, _stamped;

    /// <summary>Room for one page of the largest size that there was.</summary>
    private byte[] _page = [];

    /// <summary>Brings the bytes into the state at the start of a history on this device.</summary>
    public void Reset(Geometry geometry)
    {
        _writes.Clear();
        _mapped = geometry.MappedBytes;
        _stamped = Math.Min(geometry.Pages, Geometry.StampedPages);
        if (_pristine.PageSize != geometry.PageSize)
        {
            if (!_pristineBySize.TryGetValue(geometry.PageSize, out var pages)) _pristineBySize[geometry.PageSize] = pages = new(geometry.PageSize);
            _pristine = pages;
        }
        if (_page.Length < geometry.PageSize) _page = new byte[geometry.PageSize];
        _geometry = geometry;
    }

    /// <summary>True where all the bytes are backed. None are, so no bytes at all are anywhere.</summary>
    public bool Contains(ulong address, ulong bytes) => bytes == 0 || (address < _mapped && bytes <= _mapped - address);

    /// <summary>Whole pages that are backed from an address on.</summary>
    public ulong PagesFrom(ulong address) => address < _mapped ? (_mapped - address) >> _geometry.PageShift : 0;

    /// <summary>Writes zeros. False, and nothing written, when a byte lies outside.</summary>
    public bool Zero(ulong address, ulong bytes) => Append(new(address, bytes, Zeros: true, 0));

    /// <summary>Writes the pattern of a seed from its byte <paramref name="skip"/> on. False, and nothing written, when a byte lies outside.</summary>
    public bool Store(ulong address, ulong bytes, byte seed, ulong skip = 0) => Append(new(address, bytes, Zeros: false, seed, skip));

    /// <summary>The digest of bytes of the data area, all of them backed.</summary>
    /// <param name="start">first byte</param>
    /// <param name="bytes">at most <see cref="Observation.MaxTransfer"/></param>
    public ulong DigestBytes(ulong start, ulong bytes)
    {
        var digest = new Digest();
        var run = new byte[bytes];
        var page = _page.AsSpan(0, _geometry.PageSize);
        for (var done = 0UL; done < bytes;)
        {
            var at = start + done;
            var offset = at & ((ulong)page.Length - 1);
            var part = Math.Min(bytes - done, (ulong)page.Length - offset);
            ReadPage(at >> _geometry.PageShift, page);
            page.Slice((int)offset, (int)part).CopyTo(run.AsSpan((int)done));
            done += part;
        }
        digest.Add(run);
        return digest.Value;
    }

    /// <summary>The address of a page of the data area; wraps.</summary>
    public ulong AddressOf(ulong page) => unchecked((page << _geometry.PageShift) + _geometry.DataOffset);

    /// <summary>The page of the data area that starts at an address; wraps.</summary>
    public ulong PageAt(ulong address) => unchecked(address - _geometry.DataOffset) >> _geometry.PageShift;

    /// <summary>Reads a page of the data area that is wholly backed.</summary>
    public void ReadPage(ulong page, Span<byte> destination)
    {
        var first = AddressOf(page);
        var from = Name(page, first, out var name);
        _pristine[name].CopyTo(destination);
        for (var i = from; i < _writes.Count; i++)
        {
            var (begin, end) = PartOf(_writes[i], first);
            if (begin >= end) continue;
            var target = destination[begin..end];
            if (_writes[i].Zeros) target.Clear();
            else _patterns.Fill(_writes[i].Seed, _writes[i].PatternAt(first + (ulong)begin), target);
        }
    }

    /// <summary>The digest of pages in a row, each wholly backed.</summary>
    public ulong Digest(ReadOnlySpan<ulong> pages)
    {
        _makings.Clear();
        foreach (var page in pages) AddMakings(page);
        var makings = CollectionsMarshal.AsSpan(_makings);
        if (_known.TryGet(makings, out var known)) return known;
        var digest = new Digest();
        var bytes = _page.AsSpan(0, _geometry.PageSize);
        foreach (var page in pages)
        {
            ReadPage(page, bytes);
            digest.Add(bytes);
        }
        _known.Keep(makings, digest.Value);
        return digest.Value;
    }

    /// <summary>What makes a page, in words: what it was and how many writes show, then two words of each, where on the page and of which pattern.</summary>
    private void AddMakings(ulong page)
    {
        var first = AddressOf(page);
        var from = Name(page, first, out var name);
        var head = _makings.Count;
        _makings.Add(0);
        var writes = 0UL;
        for (var i = from; i < _writes.Count; i++)
        {
            var (begin, end) = PartOf(_writes[i], first);
            if (begin >= end) continue;
            writes++;
            _makings.Add((ulong)begin << 32 | (uint)end);
            _makings.Add(_writes[i].Zeros ? ulong.MaxValue : _writes[i].PatternAt(first + (ulong)begin) << 8 | _writes[i].Seed);
        }
        _makings[head] = writes << 32 | (ulong)_geometry.PageShift << 8 | (uint)name;
    }

    /// <summary>Where on the page at an address a write shows, in bytes of the page; nowhere: the end does not lie behind the beginning.</summary>
    private (int Begin, int End) PartOf(in Write write, ulong first)
    {
        var begin = Math.Max(write.First, first);
        var end = Math.Min(write.End, first + (ulong)_geometry.PageSize);
        return begin < end ? ((int)(begin - first), (int)(end - first)) : (0, 0);
    }

    private bool Append(Write write)
    {
        if (!Contains(write.First, write.Length)) return false;
        if (write.Length != 0) _writes.Add(write);
        return true;
    }

    /// <summary>What a page was before the writes that still show: its stamp, or zeros where a write of zeros covered it since.</summary>
    /// <returns>the first write that may show</returns>
    private int Name(ulong page, ulong first, out int name)
    {
        name = page < _stamped ? (int)page : PristinePages.Zero;
        for (var i = _writes.Count - 1; i >= 0; i--)
        {
            var write = _writes[i];
            if (write.First > first || write.End < first + (ulong)_geometry.PageSize) continue;
            if (!write.Zeros) return i;
            name = PristinePages.Zero;
            return i + 1;
        }
        return 0;
    }
}
