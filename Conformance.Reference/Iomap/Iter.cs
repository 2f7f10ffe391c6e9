using Conformance.Reference.Model;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.Reference.Iomap;

/// <summary>
/// fs/iomap/iter.c: walks a range of a file, one mapping at a time. Read in 6.1, 6.12 and 7.2, and in fs/iomap/apply.c of
/// 5.10.262: 5.10.y carries it since late in its life (5.10.223 has none), the main line since 5.15.
/// </summary>
public sealed class Iter(Kernel kernel)
{
    private Profile Profile => kernel.Profile;

    /// <summary>
    /// Bytes of the present mapping that the iteration may use, from its position on (iomap_length): up to the end of the mapping, of the
    /// source mapping where there is one, and of the request. Unsigned: a mapping that ends before the position leaves the whole request.
    /// </summary>
    public static ulong iomap_length(in IomapIter iter) => iomap_length_trim(iter, iter.Pos, iter.Len);

    /// <summary>The same from another position and for another length (6.15).</summary>
    public static ulong iomap_length_trim(in IomapIter iter, long pos, ulong len)
    {
        var end = iter.Iomap.End;
        if (iter.Srcmap.Type != IomapExtent.IOMAP_HOLE) end = Math.Min(end, iter.Srcmap.End);
        // loff_t is converted to u64, and the difference wraps.
        return Math.Min(len, unchecked(end - (ulong)pos));
    }

    /// <summary>
    /// What the body of the loop reports, in the generation's way: the bytes it did or a negative errno.
    /// </summary>
    public void Report(ref IomapIter iter, long processed)
    {
        if (Profile.Iomap == IomapForm.Processed) iter.Processed = processed;
        // iter->status is an int.
        else iter.Status = processed < 0 ? unchecked((int)processed) : iomap_iter_advance(ref iter, (ulong)processed);
    }

    /// <summary>
    /// Goes on to the next mapping (iomap_iter): hands the present one back, moves the position by what was done, and asks for
    /// the next one.
    /// </summary>
    /// <returns>1: the body has a mapping to work on; 0: done, or nothing was done; or a negative errno of body, begin or end</returns>
    public int iomap_iter(ref IomapIter iter, ref IomapOps ops)
    {
        if (Profile.Iomap == IomapForm.Processed) return IterProcessed(ref iter, ref ops);
        var ret = iomap_iter_next(ref iter, ref ops);
        iter.Status = 0;
        if (ret > 0) iter.IterStartPos = iter.Pos;
        return ret;
    }

    /// <summary>
    /// Moves position and length by bytes that were done (iomap_iter_advance, 6.15).
    /// </summary>
    /// <returns>0, or EIO for more than the mapping has, and then nothing moves</returns>
    public static int iomap_iter_advance(ref IomapIter iter, ulong count)
    {
        if (count > iomap_length(iter)) return -EIO;
        iter.Pos = unchecked(iter.Pos + (long)count);
        iter.Len -= count;
        return 0;
    }

    /// <summary>Until 6.14. An error of iomap_end counts only when the body did nothing at all.</summary>
    private int IterProcessed(ref IomapIter iter, ref IomapOps ops)
    {
        if (iter.Iomap.Length != 0)
        {
            var end = ops.iomap_end(iomap_length(iter), Math.Max(iter.Processed, 0));
            if (end < 0 && iter.Processed == 0) return end;
        }
        var ret = AdvanceProcessed(ref iter);
        if (ret <= 0) return ret;
        ret = ops.iomap_begin(ref iter);
        return ret < 0 ? ret : 1;
    }

    /// <summary>
    /// Until 6.14, iomap_iter_advance. The errno is an s64 that goes back as an int: one that is none, below -2^31, may come out as 0
    /// or positive there, and positive goes on with the old mapping still in place.
    /// </summary>
    /// <returns>1: ask for the next mapping; 0: done; negative: an errno</returns>
    private int AdvanceProcessed(ref IomapIter iter)
    {
        if (iter.Iomap.Length != 0)
        {
            var stale = Profile.IomapStale && (iter.Iomap.Flags & IomapExtent.IOMAP_F_STALE) != 0;
            if (iter.Processed < 0) return unchecked((int)iter.Processed);
            if (iter.Processed == 0 && !stale) return 0;
            if (iomap_iter_advance(ref iter, (ulong)iter.Processed) is var error and not 0) return error;
            if (iter.Len == 0) return 0;
        }
        (iter.Processed, iter.Iomap, iter.Srcmap) = (0, default, default);
        return 1;
    }

    /// <summary>Since 6.15 (a function of its own since 7.2).</summary>
    private int iomap_iter_next(ref IomapIter iter, ref IomapOps ops)
    {
        int ret;
        if (iter.Iomap.Length != 0)
        {
            var advanced = unchecked(iter.Pos - iter.IterStartPos);
            // The length of the mapping as it was before the body advanced.
            var len = iomap_length_trim(iter, iter.IterStartPos, unchecked(iter.Len + (ulong)advanced));
            ret = iomap_iter_continue(ref iter, ops.iomap_end(len, advanced));
            if (ret <= 0) return ret;
        }
        ret = ops.iomap_begin(ref iter);
        return ret < 0 ? ret : 1;
    }

    /// <summary>
    /// Whether there is more to do (iomap_iter_continue). An error of iomap_end comes first when the body did not advance,
    /// even before the body's own error.
    /// </summary>
    /// <param name="iter">the iterator; its mappings are cleared when the answer is 1</param>
    /// <param name="ret">iomap_end's answer</param>
    private int iomap_iter_continue(ref IomapIter iter, int ret)
    {
        var stale = Profile.IomapStale && (iter.Iomap.Flags & IomapExtent.IOMAP_F_STALE) != 0;
        var advanced = unchecked(iter.Pos - iter.IterStartPos);
        if (ret < 0 && advanced == 0) return ret;
        if (iter.Status > 0) return -EIO;
        if (iter.Status < 0) return iter.Status;
        if (iter.Len == 0 || (advanced == 0 && !stale)) return 0;
        (iter.Iomap, iter.Srcmap) = (default, default);
        return 1;
    }
}
