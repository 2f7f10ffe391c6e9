namespace Conformance.Reference.Block;

/// <summary>
/// The part of a request that is still to be handled. Since 6.7 every function works off the head of its range, round by
/// round: it finds out how many sectors the next record or gap disposes of and goes on after them.
/// </summary>
/// <remarks>
/// The step is an <c>int</c> in all releases. What is left is an <c>int</c> until 6.14 and a <c>sector_t</c> since, so that
/// since 6.15 a step of 2^31 sectors and more is truncated: a multiple of 2^32 makes no progress at all, 2^31 goes
/// backwards. Such a request can go round for ever. The number of rounds is therefore limited here.
/// </remarks>
internal struct BadblocksWalk
{
    private readonly bool _wide;
    private int _rounds;

    /// <summary>Where the walk has been, when the next such mark is made, and how long it holds.</summary>
    private (ulong At, ulong Left, int Hint) _mark;
    private int _toMark = 1;
    private int _marks = 1;

    /// <param name="start">First sector.</param>
    /// <param name="left">Sectors, of the generation's type, extended to 64 bits.</param>
    /// <param name="wide">Whether <paramref name="left"/> is a sector_t (since 6.15) and not an int.</param>
    /// <param name="capacity">
    /// Records of the table. A walk that ends comes to each record and each gap a few times at most.
    /// </param>
    public BadblocksWalk(ulong start, ulong left, bool wide, int capacity)
    {
        At = start;
        Left = left;
        _mark = (start, left, -1);
        _wide = wide;
        _rounds = (16 * capacity) + 256;
    }

    public ulong At { get; private set; }

    public ulong Left { get; private set; }

    /// <summary>The end as the kernel computes it; wraps at 2^64.</summary>
    public readonly ulong End => unchecked(At + Left);

    /// <summary>Everything that is left, as the int in which the kernel keeps a step.</summary>
    public readonly int Rest => unchecked((int)Left);

    public readonly bool Negative => !_wide && Rest < 0;

    /// <summary>Whether the kernel would never come back.</summary>
    public readonly bool Stuck => _rounds == 0;

    /// <summary>The distance to a sector as the int in which the kernel keeps a step.</summary>
    public readonly int StepTo(ulong sector) => unchecked((int)(sector - At));

    /// <summary>Compared in the type of what is left: a negative step is huge since 6.15.</summary>
    public readonly bool Overshoots(int step) => _wide ? Left < unchecked((ulong)step) : Rest < step;

    /// <summary>Goes on after <paramref name="step"/> sectors. True if another round follows.</summary>
    public bool Advance(int step)
    {
        // Sums and differences wrap as in the kernel, which is built with -fno-strict-overflow.
        At = unchecked(At + (ulong)step);
        Left = unchecked(_wide ? Left - (ulong)step : (ulong)(Rest - step));
        bool more = _wide ? Left != 0 : Rest > 0;
        return more && --_rounds > 0;
    }

    /// <summary>
    /// The same in a table that stays as it is: a walk that comes to where it was, with as much left, never ends. The marks lie
    /// ever farther apart, so that a cycle of any length is seen within a few times its length (Brent).
    /// </summary>
    /// <param name="step">Sectors dealt with.</param>
    /// <param name="hint">What else the next round begins with.</param>
    public bool AdvanceInSame(int step, int hint)
    {
        if (!Advance(step))
        {
            return false;
        }

        if (_mark == (At, Left, hint))
        {
            _rounds = 0;
            return false;
        }

        if (--_toMark == 0)
        {
            _mark = (At, Left, hint);
            _toMark = _marks *= 2;
        }

        return true;
    }
}
