namespace Conformance.RealDevice.Mapped;

/// <summary>The table since 6.15. A set that was not done to its end has failed, though its first part may stay; a full table takes nothing.</summary>
internal sealed class ReworkedBadblocks() : WalkingBadblocks(narrow: false, spared: 0)
{
    /// <returns>1 (true): all is set</returns>
    public override long Set(ulong start, ulong sectors, bool acknowledged)
    {
        var walk = new Walk(start, sectors);
        if (sectors == 0) return 0;
        var (previous, hint) = (-1, -1);
        var rounds = 0;
        do
        {
            var before = (previous, hint, Count);
            if (IsFull || SetOnce(walk, acknowledged, ref previous, ref hint) is not { } done) return 0;
            Advance(ref walk, done, before == (previous, hint, Count), ref rounds);
        }
        while (Goes(walk));
        JoinWithNext(previous);
        return 1;
    }

    /// <returns>1 (true): something was cleared, or there was nothing to clear</returns>
    public override long Clear(ulong start, ulong sectors) => ClearAny(start, sectors) ? 1 : 0;

    /// <summary>Deals with the head of the walk: sectors, or null to give up.</summary>
    private int? SetOnce(Walk walk, bool acknowledged, ref int previous, ref int hint)
    {
        if (Count == 0) return Insert(0, walk, acknowledged);
        hint = previous = FindPrevious(walk.Start, hint);
        if (previous >= 0)
        {
            if (JoinAtStart(previous, walk)) return 0;
            if (Absorb(previous, walk, acknowledged) is { } merged) return merged;
            if (StartsIn(previous, walk)) return OverwriteOrPass(previous, walk, acknowledged);
        }
        hint = ++previous;
        if (previous < Count && (previous == 0 || ReachesInto(previous, walk))) walk.Length = Math.Min(walk.Length, this[previous].Start - walk.Start);
        return Insert(previous, walk, acknowledged);
    }

    /// <summary>An acknowledged entry is passed over; one that cannot be split ends the set.</summary>
    private int? OverwriteOrPass(int index, in Walk walk, bool acknowledged)
    {
        if (Overwrite(index, walk, acknowledged, out var split) is { } overwritten)
        {
            JoinAtStart(index, walk);
            return overwritten;
        }
        return split > 0 ? null : unchecked((int)Math.Min(this[index].End - walk.Start, walk.Length));
    }
}
