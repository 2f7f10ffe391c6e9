using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>Every iteration of a few calls over a few bytes.</summary>
/// <param name="calls">of iomap_iter</param>
internal sealed class IomapScope(int calls) : Scope("iomap", "calls", calls)
{
    private static readonly long[] Processed = [0, 1, 2, -Errno.EIO];
    private static readonly ulong[] Lengths = [0, 1, 2];

    private const int Starts = 6;

    private static readonly Geometry OnePage = new() { Size = 4096 };

    /// <summary>What the body reports, what iomap_begin answers (a mapping of an offset, a length and a state, or an errno), what iomap_end answers.</summary>
    private static readonly int Calls = Processed.Length * (2 * Lengths.Length * 2 + 1) * 2;

    public override string Says => $"every iteration of {Size} calls of iomap_iter from position 0 or 1 over 0 to 2 bytes: the body reports 0, 1, 2 or EIO; iomap_begin gives a mapping at 0 or 1 of 0 to 2 bytes, stale or not, or fails; iomap_end succeeds or fails";

    public override long Count => Starts * Power(Calls, Size);

    public override History At(long index)
    {
        var digits = new Digits(index);
        var operations = new Operation[Size + 1];
        for (var i = Size; i > 0; i--) operations[i] = Call(digits.Take(Calls));
        operations[0] = new(OpCode.iomap_start, (ulong)digits.Take(2), (ulong)digits.Take(3), 0);
        return new(OnePage, [.. operations]);
    }

    public override long EndOfAlike(long index, int call) => EndOfAlike(index, Calls, Size - call);

    private static Operation Call(int number)
    {
        var digits = new Digits(number);
        var (processed, end) = (digits.Of<long>(Processed), digits.Take(2) == 0 ? 0L : -Errno.EINVAL);
        var form = digits.Take(2 * Lengths.Length * 2 + 1);
        var begin = form == 2 * Lengths.Length * 2 ? -Errno.ENXIO : 0L;
        var (offset, length, stale) = begin != 0 ? (0UL, 0UL, 0UL) : ((ulong)(form % 2), Lengths[form / 2 % Lengths.Length], form / (2 * Lengths.Length) == 0 ? 0UL : 0x100UL);
        return new(OpCode.iomap_iter, unchecked((ulong)processed), unchecked((ulong)begin), offset, length, 2, stale, unchecked((ulong)end), 0, 0, 0);
    }
}
