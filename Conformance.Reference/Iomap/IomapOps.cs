namespace Conformance.Reference.Iomap;

/// <summary>
/// struct iomap_ops as one call of iomap_iter meets it: what the file system would answer, and afterwards what it was asked.
/// </summary>
/// <param name="begin">iomap_begin's answer (int)</param>
/// <param name="end">iomap_end's answer (int)</param>
/// <param name="iomap">the mapping that a begin of 0 hands over</param>
/// <param name="srcmap">the source mapping that goes with it</param>
public struct IomapOps(int begin, int end, IomapExtent iomap, IomapExtent srcmap)
{
    /// <summary>iomap_begin was called.</summary>
    public bool Begun { get; private set; }

    /// <summary>iomap_end was called.</summary>
    public bool Ended { get; private set; }

    /// <summary>The length that iomap_end was told, in bytes.</summary>
    public ulong EndLength { get; private set; }

    /// <summary>The bytes that iomap_end was told were written.</summary>
    public long EndWritten { get; private set; }

    /// <summary>Asks for the mapping at the iterator's position. Anything but 0 leaves the mappings as they are.</summary>
    public int iomap_begin(ref IomapIter iter)
    {
        Begun = true;
        if (begin != 0) return begin;
        iter.Iomap = iomap;
        if (srcmap.Type != IomapExtent.IOMAP_HOLE) iter.Srcmap = srcmap;
        return begin;
    }

    /// <summary>Hands a mapping back.</summary>
    public int iomap_end(ulong length, long written)
    {
        (Ended, EndLength, EndWritten) = (true, length, written);
        return end;
    }
}
