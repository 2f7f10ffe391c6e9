namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The table of 6.7 to 6.14. A full table still takes what merges into it, and tries again when that made room; setting counts as
/// success when any part of it succeeded.
/// </summary>
internal sealed class RewrittenBadblocks() : WalkingBadblocks(narrow: true, spared: 1)
{
    /// <summary>Times that a set starts over in a table that was full.</summary>
    private const int MaxRetries = 3;

    /// <returns>0, or 1 when nothing at all was set</returns>
    public override long Set(ulong start, ulong sectors, bool acknowledged)
    {
        var whole = new Walk(start, Cut(sectors));
        if (whole.Length == 0) return 1;
        var round = new Round(whole);
        var retries = 0;
        var rounds = 0;
        while (true)
        {
            var before = (round.Hint, round.Previous, Count);
            if (SetOnce(ref round, acknowledged) is not { } done) break;
            Advance(ref round.Walk, done, before == (round.Hint, round.Previous, Count), ref rounds);
            if (Goes(round.Walk)) continue;
            JoinWithNext(round.Previous);
            if (!round.WantsRoom || IsFull) break;
            round.Walk = whole;
            round.WantsRoom = false;
            if (retries++ == MaxRetries) break;
        }
        return round.Added ? 0 : 1;
    }

    /// <returns>0, or 1 when nothing was cleared: only when every round would have had to split an entry of a table without room</returns>
    public override long Clear(ulong start, ulong sectors) => ClearAny(start, sectors) ? 0 : 1;

    /// <summary>Deals with the head of the walk: sectors, or null to give up.</summary>
    private int? SetOnce(ref Round round, bool acknowledged)
    {
        var walk = round.Walk;
        if (Count == 0) return round.Adds(Insert(0, walk, acknowledged), round.Hint);
        var previous = round.Previous = FindPrevious(walk.Start, round.Hint);
        if (previous < 0) return SetBeforeAll(ref round, acknowledged);
        if (JoinAtStart(previous, walk)) return round.Adds(0, previous);
        if (Absorb(previous, walk, acknowledged) is { } merged) return round.Adds(merged, previous);
        if (StartsIn(previous, walk))
        {
            if (Overwrite(previous, walk, acknowledged, out _) is not { } overwritten)
            {
                // An entry that may not be overwritten stays as it is and is passed over.
                round.Hint = previous;
                return unchecked((int)Math.Min(this[previous].End - walk.Start, walk.Length));
            }
            JoinAtStart(previous, walk);
            return round.Adds(overwritten, previous);
        }
        var next = previous + 1;
        var reachesNext = next < Count && ReachesInto(next, walk);
        if (IsFull) return PassOverGap(ref round, reachesNext && walk.End >= this[next].End ? next : -1);
        if (reachesNext) walk.Length = Math.Min(walk.Length, this[next].Start - walk.Start);
        return round.Adds(Insert(next, walk, acknowledged), next);
    }

    private int? SetBeforeAll(ref Round round, bool acknowledged)
    {
        var walk = round.Walk;
        var first = this[0];
        var gap = first.Start - walk.Start;
        if (!IsFull)
        {
            walk.Length = Math.Min(walk.Length, gap);
            return round.Adds(Insert(0, walk, acknowledged), 0);
        }
        if (!ReachesInto(0, walk)) return null;
        if (first.End - walk.Start <= BadRecord.MaxLength && first.Acknowledged == acknowledged)
        {
            this[0] = BadRecord.Pack(walk.Start, first.Length + gap, acknowledged);
            return round.Adds((int)gap, 0);
        }
        round.WantsRoom = true;
        round.Hint = 0;
        return unchecked((int)gap);
    }

    /// <summary>In a full table: behind the next entry if the walk covers it all, otherwise to the end. Not behind it, the rest is wanted again later.</summary>
    private int PassOverGap(ref Round round, int next)
    {
        round.Hint = next;
        if (next >= 0) return unchecked((int)(this[next].End - round.Walk.Start));
        round.WantsRoom = true;
        return unchecked((int)round.Walk.Length);
    }

    /// <summary>What a set remembers from round to round.</summary>
    private struct Round(Walk walk)
    {
        public Walk Walk = walk;
        public int Previous = -1;
        public int Hint = -1;
        public bool Added;
        public bool WantsRoom;

        public int Adds(int sectors, int hint)
        {
            Added = true;
            Hint = hint;
            return sectors;
        }
    }
}
