using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>What is observed of a device's memory and table: the digests that docs/histories.md defines. All bytes are read from the mapping.</summary>
internal sealed class DeviceView(PmemDevice pmem)
{
    private readonly ScratchBytes _room = new();
    private readonly KnownContents _known = new();
    private Geometry _geometry = new();
    private Resource? _resource;

    public void Attach(Geometry geometry, Resource? resource)
    {
        _geometry = geometry;
        _resource = resource;
    }

    /// <summary>A count of pages in bytes, as 64 bits.</summary>
    public ulong BytesOf(ulong nrPages) => nrPages > ulong.MaxValue >> _geometry.PageShift ? ulong.MaxValue : nrPages << _geometry.PageShift;

    /// <summary>Sees the window around a written range through a mapping; nothing on a device without a whole page.</summary>
    public void SeeWindow(ref Outcome outcome, ulong pgoff, ulong offset, ulong bytes, int mapping = 0)
    {
        var (first, count) = Observation.Window(_geometry, pgoff, offset, bytes);
        if (count == 0) return;
        SeePages(ref outcome, first, count, mapping);
    }

    /// <summary>Sees pages of the data area, at most <see cref="Observation.MaxPages"/>, through a mapping.</summary>
    public void SeePages(ref Outcome outcome, ulong first, int count, int mapping) =>
        See(ref outcome, Aspect.Contents, _resource!.Look(pmem.AddressOf(first), _room.First(count << _geometry.PageShift), mapping));

    /// <summary>Sees bytes.</summary>
    public void See(ref Outcome outcome, Aspect aspect, ReadOnlySpan<byte> bytes) => outcome.Set(aspect, _known.DigestOf(bytes));

    /// <summary>Sees the badblocks table.</summary>
    public void SeeTable(ref Outcome outcome) => outcome.Set(Aspect.Table, pmem.Badblocks.TableDigest());

    /// <summary>A digest of all whole pages of the data area.</summary>
    public ulong Memory()
    {
        var digest = new Digest();
        for (ulong page = 0, some; page < _geometry.Pages; page += some)
        {
            some = Math.Min(_geometry.Pages - page, Observation.MaxPages);
            digest.Add(_resource!.Look(pmem.AddressOf(page), _room.First((int)some << _geometry.PageShift)));
        }
        return digest.Value;
    }

    /// <summary>Touches the pages of an answer and sees how many there are, and what the first and the last hold.</summary>
    public void SeeTouched(ref Outcome outcome, ulong kaddr, ulong pages)
    {
        var pageSize = _geometry.PageSize;
        var ends = _room.First(2 * pageSize);
        var touched = _resource!.ReadPages(kaddr, pages, pageSize, ends);
        outcome.Set(Aspect.Touched, touched);
        if (touched > 0) See(ref outcome, Aspect.Contents, touched == 1 ? ends[..pageSize] : ends);
    }
}
