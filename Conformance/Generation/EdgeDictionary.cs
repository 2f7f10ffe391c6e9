using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Generation;

/// <summary>The values that are forced into every argument: what boundaries its kind has on a given device.</summary>
public static class EdgeDictionary
{
    private static readonly ImmutableArray<int> Powers = [8, 9, 12, 15, 16, 20, 23, 29, 31, 32, 40, 51, 52, 54, 55, 61, 62, 63];

    /// <summary>0, 1, and 2^n - 1, 2^n, 2^n + 1 at the widths the kernel's types and shifts have, up to 2^64 - 1.</summary>
    private static readonly ImmutableArray<ulong> TypeLimits = [0, 1, .. Powers.SelectMany(n => new[] { (1UL << n) - 1, 1UL << n, (1UL << n) + 1 }), ulong.MaxValue - 1, ulong.MaxValue];

    private static readonly ImmutableArray<ulong> Negative = [.. new long[] { -1, -2, -7, -4095, -4096, int.MinValue, long.MinValue, long.MinValue + 1 }.Select(v => unchecked((ulong)v))];

    private static readonly ImmutableArray<ulong> Errnos = [.. new long[] { 0, -Errno.EIO, -Errno.EINVAL, -Errno.ENXIO, -Errno.ENOMEM, 1, -Errno.MAX_ERRNO }.Select(v => unchecked((ulong)v))];

    /// <summary>Every edge value of one argument on one device, without repetition, in a fixed order.</summary>
    public static ImmutableArray<ulong> For(ArgKind kind, Geometry geometry)
    {
        var near = Near(kind, geometry);
        ImmutableArray<ulong> values = kind switch
        {
            ArgKind.Flag or ArgKind.Mode => [0, 1],
            ArgKind.MapType => [0, 1, 2, 3, 4],
            ArgKind.MapFlags => [0, 1, 0x100],
            ArgKind.Slot => [0, 1, 2, 15, 16, 17],
            ArgKind.Seed => [0, 1, 255],
            ArgKind.NrPages or ArgKind.Pos => [.. near, .. TypeLimits, .. Negative],
            ArgKind.Result => [.. near, .. Errnos, .. TypeLimits, .. Negative],
            _ => [.. near, .. TypeLimits],
        };
        return [.. values.Distinct()];
    }

    /// <summary>The device's own boundaries: ends and bad ranges, one unit to both sides.</summary>
    public static ImmutableArray<ulong> Near(ArgKind kind, Geometry geometry)
    {
        var (pages, page) = (geometry.Pages, (ulong)geometry.PageSize);
        var (sectors, perPage) = (geometry.DataBytes >> Geometry.SectorShift, page >> Geometry.SectorShift);
        return kind switch
        {
            ArgKind.Pgoff or ArgKind.NrPages => [0, 1, 2, .. Around(pages / 2), .. Around(pages), .. geometry.Bad.SelectMany(b => Around(b.Sector / perPage)), .. geometry.Bad.SelectMany(b => Around(unchecked(b.Sector + b.Sectors - 1) / perPage))],
            ArgKind.Sector => [0, .. Around(perPage), .. Around(sectors), .. geometry.Bad.SelectMany(b => Around(b.Sector)), .. geometry.Bad.SelectMany(b => Around(unchecked(b.Sector + b.Sectors)))],
            ArgKind.Sectors => [0, 1, 2, .. Around(perPage), .. Around(sectors), 511, 512, 513, 600, 1024, .. geometry.Bad.SelectMany(b => Around(b.Sectors))],
            ArgKind.Bytes => [0, 1, 511, 512, 513, .. Around(page / 2), .. Around(page), .. Around(2 * page), .. Around(geometry.DataBytes)],
            ArgKind.InPage => [0, 1, 8, 511, 512, 513, page / 2, page - 512, page - 1, page],
            ArgKind.Pos or ArgKind.Address or ArgKind.Result => [0, 1, 512, .. Around(page), .. Around(2 * page), .. Around(geometry.DataBytes), .. geometry.Bad.Select(b => b.Sector << Geometry.SectorShift)],
            _ => [0, 1],
        };
    }

    private static ImmutableArray<ulong> Around(ulong value) => value == 0 ? [0, 1] : [value - 1, value, unchecked(value + 1)];
}
