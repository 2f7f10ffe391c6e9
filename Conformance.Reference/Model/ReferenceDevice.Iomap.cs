using Conformance.Reference.Histories;
using Conformance.Reference.Iomap;

namespace Conformance.Reference.Model;

/// <summary>The operations of an iteration and of short mappings; they need no device.</summary>
public sealed partial class ReferenceDevice
{
    private Outcome IomapStart(in Operation operation)
    {
        _iterator = new() { Pos = operation.Signed(0), Len = operation[1], Flags = unchecked((uint)operation[2]) };
        return Outcome.Of(0).Set(Aspect.Pos, unchecked((ulong)_iterator.Pos)).Set(Aspect.Len, _iterator.Len);
    }

    private Outcome IomapIterate(in Operation operation)
    {
        // Types and flags are u16, the answers of iomap_begin and iomap_end int.
        var iomap = new IomapExtent(0, operation[2], operation[3], unchecked((ushort)operation[4]), unchecked((ushort)operation[5]));
        var srcmap = new IomapExtent(0, operation[8], operation[9], unchecked((ushort)operation[7]), 0);
        var ops = new IomapOps(unchecked((int)operation[1]), unchecked((int)operation[6]), iomap, operation[7] != 0 ? srcmap : default);
        _iter.Report(ref _iterator, operation.Signed(0));
        var outcome = Outcome.Of(_iter.iomap_iter(ref _iterator, ref ops))
            .Set(Aspect.Pos, unchecked((ulong)_iterator.Pos))
            .Set(Aspect.Len, _iterator.Len)
            .Set(Aspect.MapOffset, _iterator.Iomap.Offset)
            .Set(Aspect.MapLength, _iterator.Iomap.Length)
            .Set(Aspect.Begun, ops.Begun ? 1UL : 0)
            .Set(Aspect.Ended, ops.Ended ? 1UL : 0);
        return ops.Ended ? outcome.Set(Aspect.EndLength, ops.EndLength).Set(Aspect.EndWritten, unchecked((ulong)ops.EndWritten)) : outcome;
    }

    private Outcome DaxIomapPgoff(in Operation operation)
    {
        var result = _fsDax.dax_iomap_pgoff(new(operation[0], operation[1], 0, 0, 0), operation.Signed(2), out var pgoff);
        return Outcome.Of(result).Set(Aspect.Pgoff, pgoff);
    }

    private Outcome KmapAtomic()
    {
        var misuse = _kmaps.kmap_atomic(out var mapping);
        return Mapped(misuse == Misuse.None ? mapping : -Errno.EINVAL, misuse);
    }

    private Outcome KunmapAtomic(in Operation operation)
    {
        var misuse = _kmaps.kunmap_atomic(operation[0], byPage: operation[1] != 0);
        return Mapped(misuse == Misuse.None ? 0 : -Errno.EINVAL, misuse);
    }

    private Outcome Mapped(long result, Misuse misuse) =>
        Outcome.Of(result).Set(Aspect.Depth, (ulong)_kmaps.Depth).Set(Aspect.Misuse, (ulong)misuse);
}
