using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The memory of one device: a region of the scratch file, mapped twice between guards. Addresses are real ones, inside mapping 0.
/// What is written is remembered, so that <see cref="Restore"/> has to put back only that.
/// </summary>
internal sealed class Resource : IDisposable
{
    /// <summary>The most bytes that one operation writes: beyond that a sparse device would fill the machine's memory.</summary>
    public const ulong MaxWrite = 64UL << 20;

    /// <summary>Pages that <see cref="CountTouchable"/> touches one by one.</summary>
    public const int TouchedOneByOne = SelfMemory.MaxTouch - 1;

    /// <summary>Host pages that may have been populated by reading holes before they are given back: 4 MiB.</summary>
    private const long MaxPopulated = 1024;

    /// <summary>Bytes up to which writing the initial contents again is cheaper than making a hole.</summary>
    private const ulong MaxRewritten = 512 << 10;

    /// <summary>Multiple of the pattern's period, so that every piece of a long pattern is the same.</summary>
    private const int Chunk = Pattern.Period * 1024;

    private static readonly byte[] Zeros = new byte[64 << 10];

    private readonly ScratchFile _file;
    private readonly GuardedMapping _first, _second;
    private readonly List<(ulong Offset, ulong Length)> _dirty = [];
    private readonly byte[] _buffer = new byte[Chunk];
    private long _populated;

    /// <exception cref="TargetException">there is no room</exception>
    public Resource(ScratchFile file, ResourceLayout layout)
    {
        _file = file;
        Layout = layout;
        FileOffset = file.Rent(layout.Bytes);
        _first = GuardedMapping.Create(file.Handle, FileOffset, layout.Bytes);
        _second = GuardedMapping.Create(file.Handle, FileOffset, layout.Bytes);
        Reset(layout.Stamps, layout.StampsEnd - layout.Stamps);
    }

    public ResourceLayout Layout { get; }

    /// <summary>Where the resource starts in the file, in bytes.</summary>
    public long FileOffset { get; }

    /// <summary>pmem->virt_addr: the address of the first byte of mapping 0.</summary>
    public ulong VirtAddr => _first.Start;

    /// <summary>
    /// How many pages from an address on, in order, can really be touched, at most <paramref name="pages"/>. The first
    /// <see cref="TouchedOneByOne"/> are touched one by one, at their first and last byte. Above that the last page is touched, and if it
    /// cannot be, the first such page is found by bisection: what can be touched is one piece. Addresses beyond the guards are not the
    /// device's by definition and are left alone.
    /// </summary>
    public ulong CountTouchable(ulong address, ulong pages, int pageSize)
    {
        if (!_first.Spans(address, 1)) return 0;
        var step = (ulong)pageSize;
        pages = Math.Min(pages, (_first.Start + _first.Length + GuardedMapping.Guard - address) / step);
        var each = (int)Math.Min(pages, TouchedOneByOne);
        Span<ulong> probes = stackalloc ulong[SelfMemory.MaxTouch];
        probes[0] = address;
        for (var i = 1; i <= each; i++) probes[i] = address + (ulong)i * step - 1;
        var touched = (ulong)Math.Max(SelfMemory.Touch(probes[..(each + 1)]) - 1, 0);
        _populated += each + 1;
        if (touched < (ulong)each || pages == touched) return touched;
        return Bisect(address, step, touched, pages);
    }

    /// <summary>Reads bytes through mapping 0.</summary>
    /// <exception cref="FaultException">a byte is outside the resource</exception>
    public void Read(ulong address, Span<byte> destination) => Read(address, destination, mapping: 0);

    /// <summary>Reads bytes through mapping 0 or 1; the address is that in mapping 0.</summary>
    /// <exception cref="FaultException">a byte is outside the resource</exception>
    public void Read(ulong address, Span<byte> destination, int mapping)
    {
        if (destination.IsEmpty) return;
        if (!_first.Spans(address, (ulong)destination.Length)) throw new FaultException(Fault.WildAccess);
        _populated += destination.Length >> 12;
        if (SelfMemory.Read(In(mapping, address), destination) != destination.Length) throw Untouchable(address, (ulong)destination.Length);
    }

    /// <summary>Writes zeros, at most one page of them.</summary>
    /// <exception cref="FaultException">a byte is outside the resource; nothing was written</exception>
    public void WriteZeros(ulong address, int length)
    {
        EnsureTouchable(address, (ulong)length);
        Put(address, Zeros.AsSpan(0, length), mapping: 0);
    }

    /// <summary>Writes the pattern of a seed through mapping 0 or 1; the address is that in mapping 0.</summary>
    /// <exception cref="FaultException">a byte is outside the resource; nothing was written</exception>
    /// <exception cref="UnobservableException">more than <see cref="MaxWrite"/></exception>
    public void WritePattern(ulong address, ulong length, byte seed, int mapping)
    {
        if (length == 0) return;
        EnsureTouchable(address, length);
        if (length > MaxWrite) throw new UnobservableException();
        Pattern.Fill(seed, _buffer.AsSpan(0, (int)Math.Min(length, Chunk)));
        for (var done = 0UL; done < length; done += Chunk)
            Put(address + done, _buffer.AsSpan(0, (int)Math.Min(length - done, Chunk)), mapping);
    }

    /// <exception cref="FaultException">a byte of [address, address + length) cannot be touched</exception>
    public void EnsureTouchable(ulong address, ulong length)
    {
        if (!_first.Spans(address, length)) throw new FaultException(Fault.WildAccess);
        // What is mapped is one piece, so its ends speak for all of it.
        ReadOnlySpan<ulong> ends = [address, address + length - 1];
        if (SelfMemory.Touch(ends) != ends.Length) throw Untouchable(address, length);
    }

    /// <summary>Puts back everything that was written since the last time.</summary>
    public void Restore()
    {
        var written = 0UL;
        foreach (var (_, length) in _dirty) written += length;
        if (written > MaxRewritten || (_populated > MaxPopulated && Layout.Bytes >> 12 > MaxPopulated)) Wipe();
        else
            foreach (var (offset, length) in _dirty) Reset(offset, length);
        if (_populated > MaxPopulated) _populated = 0;
        _dirty.Clear();
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _file.Return(FileOffset, Layout.Bytes);
    }

    private ulong In(int mapping, ulong address) => mapping == 0 ? address : unchecked(address - _first.Start + _second.Start);

    private ulong Bisect(ulong address, ulong step, ulong touched, ulong pages)
    {
        while (touched < pages)
        {
            // First the last page: most answers are whole.
            var probe = pages;
            if (CanTouch(address + probe * step - 1)) return probe;
            pages = probe - 1;
            if (touched == pages) break;
            probe = touched + (pages - touched + 1) / 2;
            if (CanTouch(address + probe * step - 1)) touched = probe;
            else pages = probe - 1;
        }
        return touched;
    }

    private bool CanTouch(ulong address)
    {
        _populated++;
        return SelfMemory.Touch([address]) == 1;
    }

    private void Put(ulong address, ReadOnlySpan<byte> source, int mapping)
    {
        _dirty.Add((unchecked(address - _first.Start), (ulong)source.Length));
        if (SelfMemory.Write(In(mapping, address), source) != source.Length) throw Lost();
    }

    /// <summary>Writes the initial contents of a range over whatever it holds.</summary>
    private void Reset(ulong offset, ulong length)
    {
        for (var done = 0UL; done < length; done += Chunk)
        {
            var piece = _buffer.AsSpan(0, (int)Math.Min(length - done, Chunk));
            Layout.Fill(offset + done, piece);
            if (SelfMemory.Write(_first.Start + offset + done, piece) != piece.Length) throw Lost();
        }
    }

    /// <summary>Makes the whole resource a hole, which gives its memory back, and stamps it anew.</summary>
    private void Wipe()
    {
        _file.Punch(FileOffset, (long)Layout.Bytes);
        Reset(Layout.Stamps, Layout.StampsEnd - Layout.Stamps);
    }

    private Exception Untouchable(ulong address, ulong length) => _first.Backs(address, length) ? Lost() : new FaultException(Fault.WildAccess);

    private static TargetException Lost() => new(
        "found that a mapped page of the scratch file cannot be touched; wanted the file as it was opened; do: see whether another process cut it short, and whether its file system or the memory is full");
}
