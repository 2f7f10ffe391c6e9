using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>What of a geometry decides which bytes a resource holds when a history starts. Equal layouts share a resource.</summary>
/// <param name="Bytes">mapped bytes, a multiple of 4096</param>
/// <param name="Stamps">byte offset of the first stamped page; 0 where none is stamped</param>
/// <param name="PageSize">bytes of a page; 0 where none is stamped</param>
/// <param name="StampedPages">pages of the data area that carry <see cref="InitialContents"/>; a page that is not whole carries none</param>
internal readonly record struct ResourceLayout(ulong Bytes, ulong Stamps, int PageSize, int StampedPages)
{
    /// <summary>The largest resource that is mapped: 4 TiB.</summary>
    public const ulong MaxBytes = 1UL << 42;

    /// <exception cref="TargetException">the device is too large</exception>
    public static ResourceLayout Of(Geometry geometry)
    {
        if (geometry.Size > MaxBytes)
            throw new TargetException($"found a device of {geometry.Size} bytes; wanted at most {MaxBytes} (4 TiB), which is mapped twice; do: describe a smaller one, or run it on reference:");
        var stamped = (int)Math.Min(geometry.Pages, Geometry.StampedPages);
        return stamped == 0 ? new(geometry.MappedBytes, 0, 0, 0) : new(geometry.MappedBytes, geometry.DataOffset, geometry.PageSize, stamped);
    }

    /// <summary>Byte offset behind the last stamped page.</summary>
    public ulong StampsEnd => Stamps + (ulong)StampedPages * (ulong)PageSize;

    public ulong OffsetOf(int page) => Stamps + (ulong)page * (ulong)PageSize;

    /// <summary>What a stamped page holds.</summary>
    public ReadOnlySpan<byte> Image(int page) => Image().AsSpan(page * PageSize, PageSize);

    /// <summary>What the bytes from an offset on hold, up to the end of the stamped pages; empty outside of them.</summary>
    public ReadOnlySpan<byte> InitialBytes(ulong offset, ulong length) =>
        offset >= Stamps && offset < StampsEnd ? Image().AsSpan((int)(offset - Stamps), (int)Math.Min(length, StampsEnd - offset)) : [];

    /// <summary>Where the stamped pages begin if that is ahead of an offset and before an end, otherwise the end.</summary>
    public ulong NextStamp(ulong offset, ulong end) => StampedPages > 0 && offset < Stamps ? Math.Min(Stamps, end) : end;

    /// <summary>All stamped pages in order: they depend on nothing but the page size.</summary>
    private byte[] Image() => PageSize switch
    {
        1 << 12 => Images.Of4K,
        1 << 14 => Images.Of16K,
        _ => Images.Of64K,
    };

    private static class Images
    {
        public static readonly byte[] Of4K = Make(1 << 12), Of16K = Make(1 << 14), Of64K = Make(1 << 16);

        private static byte[] Make(int pageSize)
        {
            var image = new byte[Geometry.StampedPages * pageSize];
            for (var page = 0; page < Geometry.StampedPages; page++) InitialContents.Fill((ulong)page, 0, image.AsSpan(page * pageSize, pageSize));
            return image;
        }
    }
}
