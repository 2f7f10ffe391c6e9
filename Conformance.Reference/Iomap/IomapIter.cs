namespace Conformance.Reference.Iomap;

/// <summary>
/// struct iomap_iter (include/linux/iomap.h) in both of its forms: <see cref="Processed"/> until 6.14, <see cref="Status"/> and
/// <see cref="IterStartPos"/> since. The unused ones stay zero.
/// </summary>
public struct IomapIter
{
    /// <summary>File position in bytes (loff_t).</summary>
    public long Pos { get; set; }

    /// <summary>Bytes of the request that are left.</summary>
    public ulong Len { get; set; }

    /// <summary>Until 6.14: bytes that the body did (s64), or a negative errno.</summary>
    public long Processed { get; set; }

    /// <summary>Since 6.15: the position at which the present mapping began.</summary>
    public long IterStartPos { get; set; }

    /// <summary>Since 6.15: 0 or the body's negative errno (int).</summary>
    public int Status { get; set; }

    /// <summary>IOMAP_* of the request; passed on to the file system.</summary>
    public uint Flags { get; set; }

    /// <summary>The present mapping; of length 0 when there is none.</summary>
    public IomapExtent Iomap { get; set; }

    /// <summary>The mapping to copy from, for a write to a shared extent; a hole when there is none.</summary>
    public IomapExtent Srcmap { get; set; }
}
