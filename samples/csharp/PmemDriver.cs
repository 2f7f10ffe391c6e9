using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;

namespace MyDriver;

/// <summary>
/// A pmem driver in RAM: put your own in its place. SAMPLE_BREAK=NAME in the environment breaks it: bytes-instead-of-pages,
/// ends-one-page-late, ignores-poison, zeroes-half-a-page, throws.
/// </summary>
public sealed class PmemDriver : IPmemDriver
{
    private const int SectorShift = 9;

    private readonly string? _broken = Environment.GetEnvironmentVariable("SAMPLE_BREAK");
    private PmemRegion _region = null!;
    private ulong _pages;

    private ulong PageSize => 1UL << _region.PageShift;

    private int SectorsPerPage => 1 << (_region.PageShift - SectorShift);

    /// <summary>EIO until 6.4, EHWPOISON since.</summary>
    private int PoisonErrno => Version.TryParse(_region.Kernel, out var kernel) && kernel >= new Version(6, 5) ? -Errno.EHWPOISON : -Errno.EIO;

    public int Open(PmemRegion region)
    {
        _region = region;
        var usable = region.Size > region.PfnPad && region.Size - region.PfnPad > region.DataOffset ? region.Size - region.PfnPad - region.DataOffset : 0;
        _pages = usable >> region.PageShift;
        return 0;
    }

    public long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer)
    {
        if (nrPages < 0) return -Errno.EINVAL;
        if (pgoff >= _pages) return -Errno.ENXIO;
        var pages = Math.Min((ulong)nrPages, _pages - pgoff);
        var good = _broken == "ignores-poison" ? pages : GoodPages(pgoff, pages);
        if (pages > 0 && good == 0)
        {
            if (mode != AccessMode.RecoveryWrite) return PoisonErrno;
            good = 1; // The bad page itself, to be written over.
        }
        var offset = OffsetOf(pgoff);
        if (answer.WantsKaddr) answer.Kaddr = offset;
        if (answer.WantsPfn) answer.Pfn = (_region.PhysAddr + offset) >> _region.PageShift;
        if (_broken == "ends-one-page-late") good++;
        return (long)(_broken == "bytes-instead-of-pages" ? good << _region.PageShift : good);
    }

    public int ZeroPageRange(ulong pgoff, ulong nrPages)
    {
        if (_broken == "throws") throw new InvalidOperationException("broken on demand");
        if (pgoff >= _pages || nrPages > _pages - pgoff) return -Errno.ENXIO;
        for (var page = pgoff; page < pgoff + nrPages; page++)
        {
            if (!ClearPoison(page, 1)) return -Errno.EIO;
            _region.Zero(OffsetOf(page), _broken == "zeroes-half-a-page" ? PageSize / 2 : PageSize);
        }
        return 0;
    }

    public ulong RecoveryWrite(ulong pgoff, ulong offset, ReadOnlySpan<byte> source)
    {
        if (pgoff >= _pages) return 0;
        var room = (_pages - pgoff) << _region.PageShift;
        var bytes = (ulong)source.Length;
        if (offset >= room || bytes > room - offset) return 0;
        var pages = (offset + bytes + PageSize - 1) >> _region.PageShift;
        // Poison goes page by page: half a page would stay half bad.
        if (GoodPages(pgoff, pages) < pages && (offset != 0 || bytes % PageSize != 0 || !ClearPoison(pgoff, pages))) return 0;
        _region.Write(OffsetOf(pgoff) + offset, source);
        return bytes;
    }

    private ulong OffsetOf(ulong pgoff) => _region.DataOffset + (pgoff << _region.PageShift);

    /// <summary>Pages before the first bad one.</summary>
    private ulong GoodPages(ulong pgoff, ulong pages)
    {
        var first = pgoff * (ulong)SectorsPerPage;
        if (_region.Badblocks.Check(first, pages * (ulong)SectorsPerPage, out var bad, out _) == 0) return pages;
        return (Math.Max(bad, first) - first) / (ulong)SectorsPerPage;
    }

    /// <summary>One clear-poison command for whole pages; false: the device does not clear them all.</summary>
    private bool ClearPoison(ulong pgoff, ulong pages)
    {
        if (GoodPages(pgoff, pages) == pages) return true;
        if (_region.ClearLimit < 0 || (ulong)_region.ClearLimit < pages << _region.PageShift) return false;
        _region.Badblocks.Clear(pgoff * (ulong)SectorsPerPage, pages * (ulong)SectorsPerPage);
        return true;
    }
}
