using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// Keeps the bytes of a resource as a history must find them. A page is stamped when something first reaches for it and stays stamped;
/// what is written is remembered, so that only that has to be put back; a resource that gets another layout is all zeros before.
/// </summary>
internal sealed unsafe class InitialState(ScratchFile file, long fileOffset, GuardedMapping mapping)
{
    /// <summary>Bytes up to which writing the initial contents again is cheaper than making a hole.</summary>
    private const ulong MaxRewritten = 512 << 10;

    /// <summary>Host pages that may be populated by reading holes before they are given back: 4 MiB.</summary>
    private const long MaxPopulated = 1024;

    /// <summary>Zeros for one page of any size.</summary>
    public static readonly byte[] Zeros = new byte[64 << 10];

    private readonly List<(ulong Offset, ulong Length)> _written = [];
    private ulong _bytesWritten;
    private long _populated;

    /// <summary>Bit p: page p of the data area carries its stamp.</summary>
    private uint _stamped;

    /// <summary>Others may have written, and nobody says where.</summary>
    private bool _handedOver;

    public ResourceLayout Layout { get; private set; }

    /// <summary>Something is about to read or write bytes of the resource: the pages that they lie in are stamped now.</summary>
    public void Reach(ulong offset, ulong length)
    {
        _populated += (long)(length >> 12) + 1;
        var from = Math.Max(offset, Layout.Stamps);
        var end = Math.Min(offset + length, Layout.StampsEnd);
        if (from >= end) return;
        var last = (int)((end - 1 - Layout.Stamps) / (ulong)Layout.PageSize);
        for (var page = (int)((from - Layout.Stamps) / (ulong)Layout.PageSize); page <= last; page++)
        {
            if ((_stamped >> page & 1) != 0) continue;
            Put(Layout.OffsetOf(page), Layout.Image(page));
            _stamped |= 1u << page;
        }
    }

    /// <summary>Bytes of the resource are about to be written.</summary>
    public void Write(ulong offset, ulong length)
    {
        Reach(offset, length);
        _written.Add((offset, length));
        _bytesWritten += length;
    }

    /// <summary>Others are about to read and write where they like.</summary>
    public void HandOver()
    {
        if (_stamped == 0 && Layout.Bytes <= MaxRewritten) Stamp(Bytes);
        else if (Layout.StampedPages > 0) Reach(Layout.Stamps, Layout.StampsEnd - Layout.Stamps);
        _handedOver = true;
    }

    /// <summary>Single bytes were read, perhaps from holes.</summary>
    public void Touched(int bytes) => _populated += bytes;

    /// <summary>Puts back what was written since the last time.</summary>
    public void Restore()
    {
        if (_handedOver && Layout.Bytes <= MaxRewritten) Refill();
        else if (_handedOver || _bytesWritten > MaxRewritten || (_populated > MaxPopulated && Layout.Bytes >> 12 > MaxPopulated)) Wipe();
        else
            foreach (var (offset, length) in _written) Reset(offset, length);
        _handedOver = false;
        _written.Clear();
        _bytesWritten = 0;
    }

    /// <summary>Becomes the initial state of another layout. Called while the mapping still has the old length, if that is not shorter.</summary>
    public void Change(ResourceLayout layout)
    {
        if (_handedOver && Layout.Bytes <= MaxRewritten)
        {
            Bytes.Clear();
            _written.Clear();
            (_bytesWritten, _stamped, _handedOver) = (0, 0, false);
        }
        else Restore();
        for (var page = 0; page < Layout.StampedPages; page++)
            if ((_stamped >> page & 1) != 0) Put(Layout.OffsetOf(page), Zeros.AsSpan(0, Layout.PageSize));
        _stamped = 0;
        Layout = layout;
    }

    /// <summary>Writes the initial contents over bytes of stamped pages and zeros over others.</summary>
    private void Reset(ulong offset, ulong length)
    {
        for (var end = offset + length; offset < end;)
        {
            var piece = Layout.InitialBytes(offset, Math.Min(end - offset, (ulong)Zeros.Length));
            if (piece.IsEmpty) piece = Zeros.AsSpan(0, (int)Math.Min(Layout.NextStamp(offset, end) - offset, (ulong)Zeros.Length));
            Put(offset, piece);
            offset += (ulong)piece.Length;
        }
    }

    /// <summary>The whole resource, which is mapped, so that no system call is needed.</summary>
    private Span<byte> Bytes => new((void*)mapping.Start, (int)Layout.Bytes);

    /// <summary>Writes all of the initial contents.</summary>
    private void Refill()
    {
        var bytes = Bytes;
        bytes.Clear();
        Stamp(bytes);
    }

    private void Stamp(Span<byte> bytes)
    {
        if (Layout.StampedPages > 0) Layout.InitialBytes(Layout.Stamps, Layout.StampsEnd - Layout.Stamps).CopyTo(bytes[(int)Layout.Stamps..]);
        _stamped = (1u << Layout.StampedPages) - 1;
    }

    /// <summary>Makes the whole resource a hole, which gives its memory back.</summary>
    private void Wipe()
    {
        file.Punch(fileOffset, (long)Layout.Bytes);
        _stamped = 0;
        _populated = 0;
    }

    private void Put(ulong offset, ReadOnlySpan<byte> source)
    {
        if (file.CannotShrink) source.CopyTo(new Span<byte>((void*)(mapping.Start + offset), source.Length));
        else if (SelfMemory.Write(mapping.Start + offset, source) != source.Length) throw Resource.Lost();
    }
}
