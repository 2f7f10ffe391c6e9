using Conformance.Reference.Histories;

namespace Conformance.Reference.Nvdimm;

/// <summary>
/// Pages of one size as they are when a history starts, and the digests of rows of them, computed once: a digest of 64 KiB costs
/// more than a whole history. A page is named by its stamp, 0 to 7, or is <see cref="Zero"/>.
/// </summary>
public sealed class PristinePages(int pageSize)
{
    /// <summary>Names the page of zeros.</summary>
    public const int Zero = Geometry.StampedPages;

    private const int Names = Zero + 2;
    private readonly byte[]?[] _bytes = new byte[]?[Zero + 1];
    private readonly Dictionary<int, ulong> _digests = [];

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

    /// <summary>The digest of pages in a row, at most <see cref="Observation.MaxPages"/>.</summary>
    public ulong Digest(ReadOnlySpan<int> names)
    {
        var key = 0;
        foreach (var name in names) key = key * Names + name + 1;
        if (_digests.TryGetValue(key, out var known)) return known;
        var digest = new Digest();
        foreach (var name in names) digest.Add(this[name]);
        return _digests[key] = digest.Value;
    }
}
