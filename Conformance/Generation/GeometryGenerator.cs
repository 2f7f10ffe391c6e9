using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Generation;

/// <summary>Devices: mostly small and plausible, with every field pushed to its edges now and then.</summary>
public static class GeometryGenerator
{
    /// <summary>The largest resource that is generated, in bytes: 4 TiB.</summary>
    public const ulong MaxSize = 1UL << 42;

    /// <param name="choices">the entropy</param>
    /// <param name="shifts">the PAGE_SHIFTs that the machine has; the first stands in for the others</param>
    public static Geometry Next(ref Choices choices, ImmutableArray<int> shifts)
    {
        if (choices.OneIn(80)) return new() { Present = false, PageShift = shifts[0] };
        var shift = choices.OneIn(4) ? choices.OneIn(2) ? 14 : 16 : 12;
        if (!shifts.Contains(shift)) shift = shifts[0];
        var page = 1UL << shift;
        var offset = Pad(ref choices, page);
        var pad = (uint)Pad(ref choices, page);
        var size = Size(ref choices, shift, offset + pad);
        var geometry = new Geometry
        {
            PageShift = shift,
            DataOffset = choices.OneIn(60) ? choices.Pick<ulong>([1, 511, size, size + 1, size - Math.Min(size, page), ulong.MaxValue, 1UL << 63]) : offset,
            PfnPad = choices.OneIn(60) ? choices.Pick<uint>([1, 511, uint.MaxValue, 1u << 31, (uint)size]) : pad,
            Size = size,
            PhysAddr = choices.OneIn(8) ? choices.Pick<ulong>([0, 1UL << 16, 1UL << 40, 1UL << 46, (1UL << 52) - MaxSize]) : new Geometry().PhysAddr,
            Ops = choices.OneIn(12) ? (DriverOps)choices.Below(32) : DriverOps.All,
            Clear = choices.OneIn(4) ? choices.Pick<long>([0, 512, 1024, (long)page / 2, (long)page, -Errno.EIO, -Errno.ENXIO]) : long.MaxValue,
        };
        return geometry with { Bad = Bad(ref choices, geometry), Synchronous = !choices.OneIn(16) };
    }

    /// <summary>Poison for a device that is otherwise given; confined to its first <paramref name="pages"/> pages, and now and then to the last of them.</summary>
    public static Geometry Poison(ref Choices choices, Geometry geometry, ulong pages)
    {
        var sectors = pages << (geometry.PageShift - Geometry.SectorShift);
        var atEnd = choices.OneIn(4);
        return geometry with { Bad = [.. Bad(ref choices, geometry).Select(b => Confine(atEnd ? Mirror(b, sectors) : b, sectors)).Where(b => b.Sectors > 0)] };
    }

    /// <summary>As far from the end as it was from the start.</summary>
    private static BadRange Mirror(BadRange bad, ulong sectors) =>
        bad.Sector < sectors && bad.Sectors <= sectors - bad.Sector ? bad with { Sector = sectors - bad.Sector - bad.Sectors } : bad;

    private static BadRange Confine(BadRange bad, ulong sectors) =>
        bad.Sector >= sectors ? bad with { Sectors = 0 } : bad with { Sectors = Math.Min(bad.Sectors, sectors - bad.Sector), Acknowledged = true };

    private static ulong Pad(ref Choices choices, ulong page) =>
        choices.Below(8) switch { 0 => page, 1 => page * (1 + choices.Below(4UL)), 2 when choices.OneIn(4) => 512 * choices.Below(page / 256), _ => 0UL };

    private static ulong Size(ref Choices choices, int shift, ulong pads)
    {
        if (choices.OneIn(40)) return choices.Pick<ulong>([0, 1, 511, 512, 4095, 4096, 4097, 65535, 65536, 65537]);
        var pages = choices.Below(12) switch
        {
            0 => choices.Below(64UL),
            1 => 1UL << choices.Below(42 - shift),
            2 => (1UL << choices.Below(42 - shift)) + choices.Below(3UL) - 1,
            _ => 1 + choices.Below(8UL),
        };
        var size = (pages << shift) + pads;
        if (choices.OneIn(30)) size += choices.Pick<ulong>([1, 511, 512, 4096, ulong.MaxValue]);
        return Math.Min(size, MaxSize);
    }

    private static ImmutableArray<BadRange> Bad(ref Choices choices, Geometry geometry)
    {
        var count = choices.Below(5) switch { 0 or 1 => 0, 2 or 3 => 1, _ => 2 + choices.Below(3) };
        if (count == 0) return [];
        var perPage = (ulong)geometry.PageSize >> Geometry.SectorShift;
        var ranges = ImmutableArray.CreateBuilder<BadRange>(count);
        for (var i = 0; i < count; i++)
        {
            var pages = Math.Clamp(geometry.Pages, 1, 16);
            var sector = choices.Below(10) switch
            {
                0 => choices.Pick<ulong>([0, perPage - 1, (geometry.DataBytes >> Geometry.SectorShift) - 1, 1UL << 31, (1UL << 54) - 1]),
                1 or 2 => choices.Below(pages * perPage),
                _ => unchecked(choices.Below(pages) * perPage + choices.Below(3UL) - (choices.OneIn(2) ? 0UL : 1)),
            };
            var sectors = choices.Below(8) switch
            {
                0 => choices.Pick<ulong>([511, 512, 513, 600, 1025]),
                1 => choices.Pick<ulong>([perPage, perPage - 1, perPage + 1, 2 * perPage]),
                2 => 1 + choices.Below(perPage),
                _ => 1UL,
            };
            ranges.Add(new(sector & (1UL << 54) - 1, sectors, !choices.OneIn(6)));
        }
        return ranges.MoveToImmutable();
    }
}
