using Conformance.Reference.Block;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// A table of bad sectors (block/badblocks.c) with shift 0. Lengths arrive as 64 bits and are cut to the type of the generation,
/// int until 6.14. Results are the kernel's, which differ between generations.
/// </summary>
internal abstract class Badblocks
{
    /// <summary>Entries of the largest table: a page of 64 KiB holds 8 bytes each.</summary>
    private const int MaxCapacity = (64 << 10) / 8;

    /// <summary>Rounds of one call after which it is called endless. A call that ends needs a few for each entry.</summary>
    protected const int MaxRounds = 1 << 17;

    private readonly BadRecord[] _entries = new BadRecord[MaxCapacity];
    private int _count;

    /// <summary>Entries in use.</summary>
    public virtual int Count => _count;

    /// <summary>MAX_BADBLOCKS: entries that fit in one page.</summary>
    public int Capacity { get; private set; } = 512;

    public bool IsFull => Count >= Capacity;

    /// <summary>Called where another thread may go on in the middle of a call; null where there is none.</summary>
    public Action? Interrupted { get; set; }

    public static Badblocks For(BadblocksAlgorithm algorithm) => algorithm switch
    {
        BadblocksAlgorithm.Legacy => new EarlyBadblocks(),
        BadblocksAlgorithm.Rewritten => new RewrittenBadblocks(),
        _ => new ReworkedBadblocks(),
    };

    public virtual void Empty(int pageSize)
    {
        _count = 0;
        Capacity = pageSize / 8;
    }

    /// <summary>badblocks_set.</summary>
    public abstract long Set(ulong start, ulong sectors, bool acknowledged);

    /// <summary>badblocks_clear.</summary>
    public abstract long Clear(ulong start, ulong sectors);

    /// <summary>badblocks_check: 0 clean, 1 bad and acknowledged, -1 bad and some not; unless 0 also the first entry met.</summary>
    public abstract long Check(ulong start, ulong sectors, out BadRecord bad);

    /// <summary>The same with a section of any length, as a table that is no kernel's may have it.</summary>
    /// <param name="start">first sector</param>
    /// <param name="sectors">how many</param>
    /// <param name="written">what first_bad and bad_sectors got; null: they were left alone</param>
    public virtual long Check(ulong start, ulong sectors, out (ulong FirstBad, ulong BadSectors)? written)
    {
        var found = Check(start, sectors, out BadRecord bad);
        written = found == 0 ? null : (bad.Start, bad.Length);
        return found;
    }

    /// <summary>The same, for who looks at the output parameters of what was found only: 0 where they were left alone.</summary>
    public int Check(ulong start, ulong sectors, out ulong firstBad, out ulong badSectors)
    {
        var found = Check(start, sectors, out (ulong, ulong)? written);
        (firstBad, badSectors) = written.GetValueOrDefault();
        return (int)found;
    }

    public virtual ulong TableDigest()
    {
        var digest = new Digest();
        foreach (var entry in Entries) Observation.AddRecord(ref digest, entry.Start, entry.Length, entry.Acknowledged);
        return digest.Value;
    }

    /// <summary>The entries in their order.</summary>
    public virtual IReadOnlyList<BadRange> Records => [.. Entries.ToArray().Select(e => new BadRange(e.Start, e.Length, e.Acknowledged))];

    protected void Point() => Interrupted?.Invoke();

    protected ReadOnlySpan<BadRecord> Entries => _entries.AsSpan(0, Count);

    protected BadRecord this[int index]
    {
        get => _entries[index];
        set => _entries[index] = value;
    }

    /// <summary>Makes room for entries in front of an index; what stands there is to be overwritten.</summary>
    protected void Open(int index, int entries = 1)
    {
        Array.Copy(_entries, index, _entries, index + entries, Count - index);
        _count += entries;
    }

    /// <summary>Takes out the entries [from, to).</summary>
    protected void Close(int from, int to)
    {
        Array.Copy(_entries, to, _entries, from, Count - to);
        _count -= to - from;
    }
}
