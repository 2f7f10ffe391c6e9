using Conformance.Reference.Histories;

namespace Conformance.Reference.Nvdimm;

/// <summary>
/// Pages of one size as they are when a history starts. A page is named by its stamp, 0 to 7, or is <see cref="Zero"/>.
/// </summary>
public sealed class PristinePages(int pageSize)
{
    /// <summary>Names the page of zeros.</summary>
    public const int Zero = Geometry.StampedPages;

    private readonly byte[]?[] _bytes = new byte[]?[Zero + 1];

    /// <summary>Bytes of one page.</summary>
    public int PageSize => pageSize;

    /// <summary>The bytes of a page.</summary>
    public ReadOnlySpan<byte> this[int name]
    {
        get
        {
            if (_bytes[name] is { } known) return known;
            var bytes = _bytes[name] = new byte[pageSize];
            InitialContents.Fill((ulong)name, 0, bytes);
            return bytes;
        }
    }
}
