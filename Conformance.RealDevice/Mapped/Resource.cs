using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The memory of one device: a region of the scratch file, mapped twice between guards. Addresses are real ones, inside mapping 0. Access
/// goes to the mapping and the mapping decides; that it must succeed inside and fail outside is only checked afterwards. Inside, and
/// where nobody can cut the file short, the processor loads and stores; everywhere else the kernel copies, and says how far it came.
/// </summary>
internal sealed unsafe class Resource : IDisposable
{
    /// <summary>The most bytes that one operation writes: beyond that a sparse device would fill the machine's memory.</summary>
    public const ulong MaxWrite = 64UL << 20;

    /// <summary>Pages that <see cref="ReadPages"/> touches one by one.</summary>
    public const int TouchedOneByOne = SelfMemory.MaxPieces - 1;

    /// <summary>Bytes of one piece of a long pattern: a multiple of its period, so that every piece is the same.</summary>
    private const int PatternPiece = Pattern.Period * 256;

    private readonly ScratchFile _file;
    private readonly ulong _capacity;
    private readonly GuardedMapping _first, _second;
    private readonly InitialState _state;
    private readonly ScratchBytes _scratch;

    /// <param name="file">to take a region of</param>
    /// <param name="capacity">the largest device in bytes that it can become</param>
    /// <param name="scratch">for the time of a call</param>
    /// <exception cref="TargetException">there is no room</exception>
    public Resource(ScratchFile file, ulong capacity, ScratchBytes scratch)
    {
        _file = file;
        _scratch = scratch;
        _capacity = capacity;
        FileOffset = file.Rent(capacity);
        _first = GuardedMapping.Create(file.Handle, FileOffset, capacity);
        _second = GuardedMapping.Create(file.Handle, FileOffset, capacity);
        _state = new(file, FileOffset, _first);
    }

    public ResourceLayout Layout => _state.Layout;

    /// <summary>Where the resource starts in the file, in bytes.</summary>
    public long FileOffset { get; }

    /// <summary>pmem->virt_addr: the address of the first byte of mapping 0.</summary>
    public ulong VirtAddr => _first.Start;

    /// <summary>Becomes another device in its initial state.</summary>
    public void Change(ResourceLayout layout)
    {
        _state.Change(layout);
        _first.Resize(layout.Bytes);
        _second.Resize(layout.Bytes);
    }

    /// <summary>Puts back everything that was written since the last time.</summary>
    public void Restore() => _state.Restore();

    /// <summary>Others get at the bytes from now on: all that they must find is there, and all that they may change is put back.</summary>
    public void HandOver() => _state.HandOver();

    /// <summary>
    /// Touches pages from an address on, in order, and reads the first and the last that can be touched. The first
    /// <see cref="TouchedOneByOne"/> are touched one by one. Above that the last page is touched, and if it cannot be, the first such
    /// page is looked for: where the mapping should end, and if that is not so by bisection. What can be touched is one piece. Addresses
    /// beyond the guards are not the device's by definition and are left alone.
    /// </summary>
    /// <param name="address">of the first page, in mapping 0</param>
    /// <param name="pages">to touch at the most</param>
    /// <param name="pageSize">bytes</param>
    /// <param name="ends">takes the first page, and behind it the last</param>
    /// <returns>how many pages lie wholly in memory that can be touched</returns>
    public ulong ReadPages(ulong address, ulong pages, int pageSize, Span<byte> ends)
    {
        if (!_first.Spans(address, 1)) return 0;
        var step = (ulong)pageSize;
        pages = Math.Min(pages, (_first.Start + _first.Length + GuardedMapping.Guard - address) / step);
        if (pages == 0) return 0;
        if (pages <= TouchedOneByOne && TryReadAll(address, (int)pages, pageSize, ends)) return pages;
        var touched = CountTouchable(address, pages, step);
        if (touched == 0) return 0;
        Read(address, ends[..pageSize]);
        Read(address + (touched - 1) * step, ends.Slice(pageSize, pageSize));
        return touched;
    }

    /// <summary>Reads bytes through mapping 0 or 1; the address is that in mapping 0.</summary>
    /// <exception cref="FaultException">a byte is outside the resource</exception>
    public void Read(ulong address, Span<byte> destination, int mapping = 0)
    {
        if (TryReach(address, (ulong)destination.Length)) Bytes(In(mapping, address), (ulong)destination.Length).CopyTo(destination);
        else Fetch(address, destination, mapping);
    }

    /// <summary>Looks at bytes through mapping 0 or 1, where they are if the processor can load them there, and otherwise at a copy.</summary>
    /// <param name="address">of the first, in mapping 0</param>
    /// <param name="room">for the copy: as long as what is looked at</param>
    /// <param name="mapping">0 or 1</param>
    /// <exception cref="FaultException">a byte is outside the resource</exception>
    public ReadOnlySpan<byte> Look(ulong address, Span<byte> room, int mapping = 0)
    {
        if (TryReach(address, (ulong)room.Length)) return Bytes(In(mapping, address), (ulong)room.Length);
        Fetch(address, room, mapping);
        return room;
    }

    /// <summary>Writes zeros, at most one page of them.</summary>
    /// <exception cref="FaultException">a byte is outside the resource; nothing was written</exception>
    public void WriteZeros(ulong address, int length)
    {
        EnsureTouchable(address, (ulong)length);
        Put(address, InitialState.Zeros.AsSpan(0, length), mapping: 0);
    }

    /// <summary>Writes the pattern of a seed through mapping 0 or 1; the address is that in mapping 0.</summary>
    /// <exception cref="FaultException">a byte is outside the resource; nothing was written</exception>
    /// <exception cref="UnobservableException">more than <see cref="MaxWrite"/></exception>
    public void WritePattern(ulong address, ulong length, byte seed, int mapping)
    {
        if (length == 0) return;
        EnsureTouchable(address, length);
        if (length > MaxWrite) throw new UnobservableException();
        var piece = _scratch.First((int)Math.Min(length, PatternPiece));
        Pattern.Fill(seed, piece);
        for (var done = 0UL; done < length; done += PatternPiece)
            Put(address + done, piece[..(int)Math.Min(length - done, PatternPiece)], mapping);
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="FaultException">a byte is outside the resource; nothing was written</exception>
    public void Write(ulong address, ReadOnlySpan<byte> source)
    {
        EnsureTouchable(address, (ulong)source.Length);
        Put(address, source, mapping: 0);
    }

    /// <summary>
    /// Before a write or a private copy, which must not leave its first part behind. Inside the device the access itself shows that it can
    /// be done; outside, a real touch shows that it cannot.
    /// </summary>
    /// <exception cref="FaultException">a byte of [address, address + length) cannot be touched</exception>
    public void EnsureTouchable(ulong address, ulong length)
    {
        if (_first.Backs(address, length))
        {
            Reach(address, length);
            return;
        }
        if (!_first.Spans(address, length)) throw new FaultException(Fault.WildAccess);
        // What is accessible is one piece, so the ends speak for all of it.
        ReadOnlySpan<ulong> ends = [address, address + length - 1];
        throw SelfMemory.Touch(ends) == ends.Length ? Unguarded() : new FaultException(Fault.WildAccess);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _file.Return(FileOffset, _capacity);
    }

    /// <summary>What is thrown when a page of the device itself cannot be touched.</summary>
    internal static TargetException Lost() => new(
        "found that a mapped page of the scratch file cannot be touched; wanted the file as it was opened; do: see whether another process cut it short, and whether its file system or the memory is full");

    private static TargetException Unguarded() => new(
        "found memory that can be touched beside the mapped device; wanted nothing but guards there; do: report this, with the history that was running");

    private Exception Untouchable(ulong address, ulong length) => _first.Backs(address, length) ? Lost() : new FaultException(Fault.WildAccess);

    private ulong In(int mapping, ulong address) => mapping == 0 ? address : unchecked(address - _first.Start + _second.Start);

    /// <summary>Bytes that the processor can load and store without a fault.</summary>
    private bool IsPlain(ulong address, ulong length) => _file.CannotShrink && _first.Backs(address, length);

    private static Span<byte> Bytes(ulong address, ulong length) => new((void*)address, checked((int)length));

    /// <returns>whether the processor can load the bytes; otherwise they must be fetched</returns>
    private bool TryReach(ulong address, ulong length)
    {
        if (!_first.Spans(address, length)) throw new FaultException(Fault.WildAccess);
        Reach(address, length);
        return IsPlain(address, length);
    }

    private void Fetch(ulong address, Span<byte> destination, int mapping)
    {
        if (SelfMemory.Read(In(mapping, address), destination) != destination.Length) throw Untouchable(address, (ulong)destination.Length);
    }

    private void Reach(ulong address, ulong length)
    {
        if (_first.Backs(address, length)) _state.Reach(address - _first.Start, length);
    }

    private void Put(ulong address, ReadOnlySpan<byte> source, int mapping)
    {
        _state.Write(address - _first.Start, (ulong)source.Length);
        if (_file.CannotShrink) source.CopyTo(Bytes(In(mapping, address), (ulong)source.Length));
        else if (SelfMemory.Write(In(mapping, address), source) != source.Length) throw Lost();
    }

    /// <summary>The common case in one call: every page can be touched. The first and the last are read whole, those between at their last byte.</summary>
    private bool TryReadAll(ulong address, int pages, int pageSize, Span<byte> ends)
    {
        var last = address + (ulong)(pages - 1) * (ulong)pageSize;
        Reach(address, (ulong)pageSize);
        Reach(last, (ulong)pageSize);
        if (IsPlain(address, (ulong)pages * (ulong)pageSize))
        {
            Bytes(address, (ulong)pageSize).CopyTo(ends);
            for (var i = 1; i < pages - 1; i++) _ = Volatile.Read(ref *(byte*)(address + (ulong)(i + 1) * (ulong)pageSize - 1));
            Bytes(last, (ulong)pageSize).CopyTo(ends[pageSize..]);
            _state.Touched(Math.Max(pages - 2, 0));
            return true;
        }
        Span<(ulong Address, int Length)> pieces = stackalloc (ulong, int)[pages];
        for (var i = 1; i < pages - 1; i++) pieces[i] = (address + (ulong)(i + 1) * (ulong)pageSize - 1, 1);
        pieces[^1] = (last, pageSize);
        pieces[0] = (address, pageSize);
        var between = Math.Max(pages - 2, 0);
        var wanted = pages == 1 ? pageSize : 2 * pageSize + between;
        _state.Touched(between);
        var gathered = _scratch.First(wanted);
        if (SelfMemory.Gather(pieces, gathered) != wanted) return false;
        gathered[..pageSize].CopyTo(ends);
        gathered[^pageSize..].CopyTo(ends[pageSize..]);
        return true;
    }

    private ulong CountTouchable(ulong address, ulong pages, ulong step)
    {
        var each = (int)Math.Min(pages, TouchedOneByOne);
        Span<ulong> probes = stackalloc ulong[SelfMemory.MaxPieces];
        probes[0] = address;
        for (var i = 1; i <= each; i++) probes[i] = address + (ulong)i * step - 1;
        _state.Touched(each + 1);
        var touched = (ulong)Math.Max(SelfMemory.Touch(probes[..(each + 1)]) - 1, 0);
        if (touched < (ulong)each || pages == touched) return touched;
        if (CanTouch(address + pages * step - 1)) return pages;
        // Where the mapping ends is a good guess: two touches confirm it.
        var guess = Math.Clamp((_first.Start + _first.Length - address) / step, touched, pages - 1);
        if ((guess == touched || CanTouch(address + guess * step - 1)) && (guess == pages - 1 || !CanTouch(address + (guess + 1) * step - 1))) return guess;
        // Pages up to `touched` can be touched, page `pages` cannot.
        while (touched + 1 < pages)
        {
            var middle = touched + (pages - touched) / 2;
            if (CanTouch(address + middle * step - 1)) touched = middle;
            else pages = middle;
        }
        return touched;
    }

    private bool CanTouch(ulong address)
    {
        _state.Touched(1);
        return SelfMemory.Touch([address]) == 1;
    }
}
