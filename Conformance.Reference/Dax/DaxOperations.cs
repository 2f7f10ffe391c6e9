using Conformance.Reference.Histories;

namespace Conformance.Reference.Dax;

/// <summary>
/// struct dax_operations (include/linux/dax.h): what a driver offers. Any member may be absent; the wrappers look before they
/// call in one case only (recovery_write), every other absent member is called through.
/// </summary>
public sealed class DaxOperations
{
    /// <summary>Translates a page of the device; answers pages available from there, or a negative errno. The mode exists since 5.19.</summary>
    public delegate long DirectAccess(DaxDevice dax_dev, ulong pgoff, long nr_pages, AccessMode mode, ref Output kaddr, ref Output pfn);

    /// <summary>Whether a file system of this block size may use these sectors directly. Called until 5.16, in the table until 6.12.</summary>
    public delegate bool DaxSupported(DaxDevice dax_dev, int blocksize, ulong start, ulong sectors);

    /// <summary>Zeroes pages and clears their poison; 0 or a negative errno. The one required member.</summary>
    public delegate int ZeroPageRange(DaxDevice dax_dev, ulong pgoff, ulong nr_pages);

    /// <summary>Writes over poison: bytes written, 0 for a failure. Since 5.19.</summary>
    public delegate ulong RecoveryWrite(DaxDevice dax_dev, ulong pgoff, ulong addr, ulong bytes, IovIter iter);

    public DirectAccess? direct_access { get; init; }

    public DaxSupported? dax_supported { get; init; }

    public ZeroPageRange? zero_page_range { get; init; }

    public RecoveryWrite? recovery_write { get; init; }
}
