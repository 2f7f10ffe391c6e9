namespace Conformance.Reference.Histories;

/// <summary>
/// Which bytes stand behind <see cref="Aspect.Contents"/> and <see cref="Aspect.Table"/>: a definition that every device under
/// test follows, so that digests compare.
/// </summary>
public static class Observation
{
    /// <summary>Pages that a content digest reads at the most.</summary>
    public const int MaxPages = 4;

    /// <summary>The most bytes that one pread, pwrite, read_direct or write_direct is made for; a longer one is -EINVAL and never made.</summary>
    public const ulong MaxTransfer = 256 << 10;

    /// <summary>
    /// The whole pages of the data area that an operation writing <paramref name="bytes"/> bytes from (pgoff, offset) on is watched in:
    /// the page before, up to two pages of the written range, the page behind; clipped to the device. Beyond the end: the last page.
    /// </summary>
    /// <returns>First page and number of pages (0 on a device without a whole page).</returns>
    public static (ulong First, int Count) Window(Geometry geometry, ulong pgoff, ulong offset, ulong bytes)
    {
        var pages = geometry.Pages;
        if (pages == 0) return (0, 0);
        if (pgoff >= pages) return (pages - 1, 1);
        var first = pgoff == 0 ? 0 : pgoff - 1;
        var covered = Math.Min(bytes, 2UL << geometry.PageShift) + Math.Min(offset, (ulong)geometry.PageSize);
        var last = pgoff + (covered >> geometry.PageShift) + 1;
        last = Math.Min(Math.Min(last, pages - 1), first + MaxPages - 1);
        return (first, (int)(last - first + 1));
    }

    /// <summary>The file position of a pread or pwrite: a loff_t at both ends, of a length that is made.</summary>
    /// <returns>false: -EINVAL</returns>
    public static bool TryPosition(Geometry geometry, ulong pgoff, ulong offset, ulong bytes, out ulong pos)
    {
        var wide = ((UInt128)pgoff << geometry.PageShift) + offset;
        pos = (ulong)wide;
        return bytes <= MaxTransfer && wide + bytes <= long.MaxValue;
    }

    /// <summary>The same of a read_direct or write_direct.</summary>
    public static bool TryTransfer(ulong sector, ulong sectors) =>
        sectors <= MaxTransfer >> Geometry.SectorShift && sector <= (ulong)long.MaxValue >> Geometry.SectorShift && sector + sectors <= (ulong)long.MaxValue >> Geometry.SectorShift;

    /// <summary>A range of sectors as page, byte in the page and bytes; bytes that do not fit are as many as do.</summary>
    public static (ulong Pgoff, ulong Offset, ulong Bytes) OfSectors(Geometry geometry, ulong sector, ulong sectors)
    {
        var perPage = geometry.PageShift - Geometry.SectorShift;
        return (sector >> perPage, (sector & (1UL << perPage) - 1) << Geometry.SectorShift, Math.Min(sectors, ulong.MaxValue >> Geometry.SectorShift) << Geometry.SectorShift);
    }

    /// <summary>Adds one badblocks record to a table digest: start and length in sectors and the acknowledged bit, in table order.</summary>
    public static void AddRecord(ref Digest digest, ulong start, ulong sectors, bool acknowledged)
    {
        digest.Add(start);
        digest.Add(sectors << 1 | (acknowledged ? 1UL : 0));
    }
}
