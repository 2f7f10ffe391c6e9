using Conformance.Reference.Histories;

namespace Conformance.Reports;

/// <summary>
/// Names for content digests: follows the pages of one history as far as its answers confirm what it expects them to hold, so
/// that a report can say "page 3" or "zeros" where the answer only has a number.
/// </summary>
internal sealed class EdgeCaseMemory(Geometry geometry)
{
    /// <summary>Longer writes are not followed, in bytes.</summary>
    private const ulong MaxWrite = 1 << 20;

    private readonly Dictionary<ulong, Image> _pages = [];

    /// <summary>What a page holds, and how a report says it.</summary>
    private sealed record Image(string Words, byte[] Bytes);

    /// <summary>The private page, once there is one.</summary>
    private Image? _cow;

    /// <summary>Names one page of the data area, or the bytes of the resource around it.</summary>
    public string Page(ulong pgoff, ulong digest) => Name([At(pgoff)], digest) ?? Name([Zeros()], digest) ?? Hash(digest);

    /// <summary>Names the first and the last page that a translation reached from kaddr on.</summary>
    public string Touched(ulong kaddr, ulong touched, ulong digest)
    {
        var first = At(PageOf(kaddr));
        if (touched == 1) return Name([first], digest) ?? Name([Zeros()], digest) ?? Hash(digest);
        var last = At(unchecked(PageOf(kaddr) + touched - 1));
        return Name([first, last], digest) ?? Name([first, Zeros()], digest) ?? Name([Zeros(), Zeros()], digest) ?? Hash(digest);
    }

    /// <summary>Names the window of a writing operation: its bytes are there, or everything is as it was. The answer decides which is remembered.</summary>
    public string Written(Operation operation, bool succeeded, ulong digest)
    {
        var (pgoff, offset, bytes, seed) = operation.Code switch
        {
            OpCode.write_direct => Sectors(operation),
            OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range => (operation[0], 0UL, (ulong)geometry.PageSize, (byte?)null),
            _ => (operation[0], operation[1], operation[2], (byte)operation[3]),
        };
        var shown = seed is null ? Math.Min(operation[1], 2) << geometry.PageShift : bytes;
        var (first, count) = Observation.Window(geometry, pgoff, offset, shown);
        var written = bytes <= MaxWrite ? Write(unchecked((pgoff << geometry.PageShift) + offset), bytes, seed) : [];
        var after = Window(first, count, written);
        var before = Window(first, count, []);
        var kept = Name(before, digest) is not null;
        var stored = Name(after, digest) is not null;
        if (!kept && !stored) return Hash(digest);
        if (kept && (!stored || !succeeded || bytes == 0)) return "kept";
        foreach (var (page, image) in written) _pages[page] = image;
        return written.Keys.Any(page => page - first < (ulong)count) ? "written" : "kept where it is seen";
    }

    /// <summary>Names the bytes that a read handed out.</summary>
    public string Read(ulong start, ulong bytes, ulong digest)
    {
        if (bytes > MaxWrite) return Hash(digest);
        var run = new byte[bytes];
        for (var done = 0UL; done < bytes;)
        {
            var (page, offset) = ((start + done) >> geometry.PageShift, (start + done) & ((ulong)geometry.PageSize - 1));
            var part = Math.Min(bytes - done, (ulong)geometry.PageSize - offset);
            At(page).Bytes.AsSpan((int)offset, (int)part).CopyTo(run.AsSpan((int)done));
            done += part;
        }
        return Digest.Of(run) == digest ? "what is stored there" : Hash(digest);
    }

    /// <summary>Names the private page after a copy of a page of the device.</summary>
    public string Copied(Operation copy, ulong digest)
    {
        if (Name([At(PageOf(copy))], digest) is not { } words) return Hash(digest);
        _cow = At(PageOf(copy));
        return words;
    }

    /// <summary>Whether the pages around the copied one are as they were.</summary>
    public bool KeptByCopy(Operation copy, ulong digest)
    {
        var (first, count) = Observation.Window(geometry, PageOf(copy), 0, (ulong)geometry.PageSize);
        return Name(Window(first, count, []), digest) is not null;
    }

    /// <summary>Names the private page.</summary>
    public string Private(ulong digest) => _cow is not null && Name([_cow], digest) is { } words ? words : Hash(digest);

    /// <summary>Names the private page after a store to it.</summary>
    public string StoredPrivate(Operation operation, ulong digest)
    {
        if (_cow is null || Digest.Of(_cow.Bytes) == digest && operation[1] != 0) return Private(digest);
        _cow = Overlay(_cow, (int)operation[0], (int)operation[1], (byte)operation[2], 0);
        return Private(digest);
    }

    private (ulong Pgoff, ulong Offset, ulong Bytes, byte? Seed) Sectors(Operation operation)
    {
        var (pgoff, offset, bytes) = Observation.OfSectors(geometry, operation[0], operation[1]);
        return (pgoff, offset, bytes, (byte)operation[2]);
    }

    private ulong PageOf(ulong kaddr) => unchecked(kaddr - geometry.DataOffset) >> geometry.PageShift;

    /// <summary>The page of a copy_cow_page_dax, rounded down as since 5.17: position, address and offset of the mapping.</summary>
    private ulong PageOf(Operation copy) => unchecked(copy[1] + (copy[0] & ~((ulong)geometry.PageSize - 1)) - copy[2]) >> geometry.PageShift;

    private Image[] Window(ulong first, int count, Dictionary<ulong, Image> written) =>
        [.. Enumerable.Range(0, count).Select(i => written.TryGetValue(first + (ulong)i, out var image) ? image : At(first + (ulong)i))];

    private Image At(ulong pgoff)
    {
        if (_pages.TryGetValue(pgoff, out var image)) return image;
        if (pgoff >= Geometry.StampedPages || pgoff >= geometry.Pages) return Zeros();
        var bytes = new byte[geometry.PageSize];
        InitialContents.Fill(pgoff, 0, bytes);
        return new($"page {pgoff}", bytes);
    }

    private Image Zeros() => new("zeros", new byte[geometry.PageSize]);

    /// <summary>The pages that a write changes, with what they hold then; an address outside the data area changes none.</summary>
    private Dictionary<ulong, Image> Write(ulong address, ulong bytes, byte? seed)
    {
        var pages = new Dictionary<ulong, Image>();
        for (var done = 0UL; done < bytes;)
        {
            var at = unchecked(address + done);
            var (page, offset) = (at >> geometry.PageShift, at & ((ulong)geometry.PageSize - 1));
            var part = Math.Min(bytes - done, (ulong)geometry.PageSize - offset);
            if (page < geometry.Pages) pages[page] = Overlay(At(page), (int)offset, (int)part, seed, done);
            done += part;
        }
        return pages;
    }

    private static Image Overlay(Image page, int offset, int bytes, byte? seed, ulong start)
    {
        var changed = page.Bytes.ToArray();
        if (seed is { } pattern) InitialContents.FillPattern(pattern, start, changed.AsSpan(offset, bytes));
        else changed.AsSpan(offset, bytes).Clear();
        var what = seed is null ? "zeros" : start == 0 ? $"pattern {seed}" : $"pattern {seed} from byte {start}";
        return new(bytes == changed.Length ? what : bytes == 0 ? page.Words : $"{page.Words} with {what} at {offset}+{bytes}", changed);
    }

    private static string? Name(Image[] pages, ulong digest)
    {
        var sum = new Digest();
        foreach (var page in pages) sum.Add(page.Bytes);
        return sum.Value != digest ? null : pages.Length == 1 ? pages[0].Words : $"{pages[0].Words} .. {pages[^1].Words}";
    }

    private static string Hash(ulong digest) => $"#{digest >> 48:x4}";
}
