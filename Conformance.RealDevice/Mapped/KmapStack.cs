using Conformance.Reference.Histories;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>The temporary mappings of one task (mm/highmem.c): a stack, and the depth of disabled page faults with it.</summary>
internal class KmapStack
{
    /// <summary>KM_MAX_IDX of a kernel without debugging.</summary>
    public const int MaxDepth = 16;

    private readonly ulong[] _live = new ulong[MaxDepth];
    private ulong _next;

    public int Depth { get; protected set; }

    public virtual void Empty()
    {
        Depth = 0;
        _next = 0;
    }

    /// <summary>The number of the new mapping, or a negative errno.</summary>
    public virtual long kmap_atomic(out Misuse misuse)
    {
        if (Depth == MaxDepth)
        {
            misuse = Misuse.TooDeep;
            return -EINVAL;
        }
        misuse = Misuse.None;
        _live[Depth++] = _next;
        return (long)_next++;
    }

    /// <summary>0, or a negative errno when that would not be the inverse of the innermost kmap_atomic.</summary>
    public virtual long kunmap_atomic(ulong mapping, bool byPage, out Misuse misuse)
    {
        misuse = byPage ? Misuse.UnmapByPage
            : !_live.AsSpan(0, Depth).Contains(mapping) ? Misuse.UnmapNotMapped
            : _live[Depth - 1] != mapping ? Misuse.UnmapOutOfOrder
            : Misuse.None;
        if (misuse != Misuse.None) return -EINVAL;
        Depth--;
        return 0;
    }
}
