using Conformance.Reference.Histories;

namespace Conformance.Generation;

/// <summary>Values of one argument: mostly inside the device, often at one of its boundaries, now and then at a limit of the type.</summary>
internal static class ArgumentGenerator
{
    public static ulong Next(ref Choices choices, OpCode code, ArgSpec arg, Geometry geometry) => arg.Kind switch
    {
        ArgKind.Flag => Flag(ref choices, arg),
        ArgKind.Mode => choices.OneIn(3) ? 1UL : 0,
        ArgKind.Seed => choices.Below(4UL),
        ArgKind.MapType => choices.OneIn(3) ? choices.Below(5UL) : 2,
        ArgKind.MapFlags => choices.OneIn(6) ? 0x100 : choices.Below(2UL),
        ArgKind.Slot => code == OpCode.kunmap_atomic ? choices.Below(3UL) : choices.OneIn(10) ? choices.Below(20UL) : choices.Below(2UL),
        ArgKind.InPage when choices.OneIn(2) => 0,
        ArgKind.Bytes when code is OpCode.dax_supported => choices.OneIn(3) ? Edge(ref choices, arg.Kind, geometry) : (ulong)geometry.PageSize,
        ArgKind.Bytes => Bytes(ref choices, geometry),
        ArgKind.Pos or ArgKind.Address or ArgKind.Result when IsIteration(code) => Iteration(ref choices, code, arg, geometry),
        ArgKind.Address when code == OpCode.copy_cow_page_dax && choices.OneIn(2) => 0,
        _ => Ranged(ref choices, arg.Kind, geometry),
    };

    private static bool IsIteration(OpCode code) => code is OpCode.iomap_start or OpCode.iomap_iter;

    private static ulong Flag(ref Choices choices, ArgSpec arg) => choices.OneIn(6) ? 1 - HistoryText.Default(arg) : HistoryText.Default(arg);

    private static ulong Edge(ref Choices choices, ArgKind kind, Geometry geometry)
    {
        var values = EdgeDictionary.For(kind, geometry);
        return values[choices.Below(values.Length)];
    }

    private static ulong Near(ref Choices choices, ArgKind kind, Geometry geometry)
    {
        var values = EdgeDictionary.Near(kind, geometry);
        return values[choices.Below(values.Length)];
    }

    private static ulong Ranged(ref Choices choices, ArgKind kind, Geometry geometry) => choices.Below(16) switch
    {
        0 => Edge(ref choices, kind, geometry),
        < 7 => Near(ref choices, kind, geometry),
        _ => choices.Below(Limit(kind, geometry)),
    };

    /// <summary>One past the largest ordinary value: inside the device, and small on large devices.</summary>
    private static ulong Limit(ArgKind kind, Geometry geometry)
    {
        var pages = Math.Clamp(geometry.Pages, 1, 16);
        return kind switch
        {
            ArgKind.Pgoff or ArgKind.NrPages => pages + 1,
            ArgKind.Sector => pages << geometry.PageShift - Geometry.SectorShift,
            ArgKind.Sectors => 2UL << geometry.PageShift - Geometry.SectorShift,
            ArgKind.InPage => (ulong)geometry.PageSize,
            _ => pages << geometry.PageShift,
        };
    }

    /// <summary>A byte count that never moves more than a few pages: a limit of the type only where the device refuses it outright.</summary>
    private static ulong Bytes(ref Choices choices, Geometry geometry)
    {
        var page = (ulong)geometry.PageSize;
        return choices.Below(8) switch
        {
            0 or 1 or 2 => page,
            3 => 2 * page,
            4 => choices.Pick<ulong>([0, 1, 511, 512, 513, page - 1, page + 1, page / 2, 2 * page - 1]),
            5 => 512 * choices.Below(page / 256),
            6 when geometry.MappedBytes < 1 << 24 => choices.Pick<ulong>([geometry.MappedBytes, geometry.MappedBytes + 1, 1UL << 31, (1UL << 32) - 1, 1UL << 32, 1UL << 63, ulong.MaxValue]),
            _ => choices.Below(page + 1),
        };
    }

    /// <summary>Positions, lengths and progress of an iteration: small multiples of half a page, so that calls meet each other.</summary>
    private static ulong Iteration(ref Choices choices, OpCode code, ArgSpec arg, Geometry geometry)
    {
        if (choices.OneIn(20)) return Edge(ref choices, arg.Kind, geometry);
        var half = (ulong)geometry.PageSize / 2;
        if (arg.Name is "begin" or "end") return choices.OneIn(6) ? unchecked((ulong)-(long)choices.Pick<int>([Errno.EIO, Errno.EINVAL, Errno.ENOMEM])) : 0;
        if (arg.Name == "processed" && choices.OneIn(5)) return choices.Pick<ulong>([0, 0, unchecked((ulong)-Errno.EIO), unchecked((ulong)-Errno.ENXIO), 1]);
        return choices.Below(arg.Name is "offset" or "src_offset" ? 3UL : 9UL) * half + (choices.OneIn(6) ? 1UL : 0);
    }
}
