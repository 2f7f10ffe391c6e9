using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The table since 6.7: a range is walked from its start, and in each round as much of it is dealt with as one entry or one gap covers.
/// What a round dealt with is an int in all releases, also where the length is 64 bits since 6.15: there a walk can run backwards or stand
/// still, and then the call never returns.
/// </summary>
/// <param name="narrow">lengths are int (until 6.14)</param>
/// <param name="spared">entries that splitting one must leave free (1 until 6.14)</param>
internal abstract class WalkingBadblocks(bool narrow, int spared) : Badblocks
{
    /// <summary>What is still to be dealt with.</summary>
    /// <param name="start">first sector</param>
    /// <param name="length">sectors, as 64 bits; a narrow length is sign extended</param>
    protected struct Walk(ulong start, ulong length)
    {
        public ulong Start = start;
        public ulong Length = length;

        public readonly ulong End => unchecked(Start + Length);
    }

    /// <summary>badblocks_clear: true when any round succeeded; nothing to clear is success.</summary>
    protected bool ClearAny(ulong start, ulong sectors)
    {
        var walk = new Walk(start, Cut(sectors));
        if (walk.Length == 0) return false;
        var cleared = false;
        var hint = -1;
        var rounds = 0;
        do
        {
            var before = (hint, Count);
            var (done, success) = ClearOnce(walk, ref hint);
            cleared |= success;
            Advance(ref walk, done, before == (hint, Count), ref rounds);
        }
        while (Goes(walk));
        return cleared;
    }

    public override long Check(ulong start, ulong sectors, out BadRecord bad)
    {
        bad = default;
        var walk = new Walk(start, Cut(sectors));
        var (acked, unacked) = (false, false);
        var hint = -1;
        var rounds = 0;
        // Nothing changes the table: a walk that is where it was, with as much left, goes round for ever.
        var (mark, toMark, marks) = ((walk.Start, walk.Length, hint), 1, 1);
        do
        {
            var before = hint;
            var done = CheckOnce(walk, ref hint, out var met);
            if (met is { } entry)
            {
                if (!acked && !unacked) bad = entry;
                acked |= entry.Acknowledged;
                unacked |= !entry.Acknowledged;
            }
            Advance(ref walk, done, before == hint, ref rounds);
            if (mark == (walk.Start, walk.Length, hint) && Goes(walk)) throw new FaultException(Fault.Livelock);
            if (--toMark > 0) continue;
            mark = (walk.Start, walk.Length, hint);
            toMark = marks *= 2;
        }
        while (Goes(walk));
        return unacked ? -1 : acked ? 1 : 0;
    }

    /// <summary>A length in the type of the generation.</summary>
    protected ulong Cut(ulong sectors) => narrow ? unchecked((ulong)(long)(int)sectors) : sectors;

    /// <summary>There is something left; a narrow length may have become negative, which ends the walk.</summary>
    protected bool Goes(in Walk walk) => narrow ? (long)walk.Length > 0 : walk.Length != 0;

    /// <summary>Goes on by what a round dealt with.</summary>
    /// <param name="walk">what is still to be dealt with</param>
    /// <param name="done">sectors; an int that may be cut short or negative</param>
    /// <param name="same">the round changed nothing else: when it dealt with nothing, all later ones are like it</param>
    /// <param name="rounds">of this call</param>
    /// <exception cref="FaultException">the walk does not end</exception>
    protected void Advance(ref Walk walk, int done, bool same, ref int rounds)
    {
        Point();
        walk.Start = unchecked(walk.Start + (ulong)(long)done);
        walk.Length = Cut(unchecked(walk.Length - (ulong)(long)done));
        if ((done == 0 && same && Goes(walk)) || ++rounds > MaxRounds) throw new FaultException(Fault.Livelock);
    }

    /// <summary>Index of the last entry that starts at or before a sector, -1 if none does. A good hint is answered without a search.</summary>
    protected int FindPrevious(ulong sector, int hint)
    {
        if (Count == 0) return -1;
        if (hint >= 0 && NearHint(sector, hint) is >= 0 and var near) return near;
        if (this[0].Start > sector) return -1;
        if (this[Count - 1].Start <= sector) return Count - 1;
        var (low, high) = (0, Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            var entry = this[middle].Start;
            if (entry == sector) return middle;
            if (entry < sector) low = middle;
            else high = middle;
        }
        return this[low].Start <= sector ? low : -1;
    }

    /// <summary>The walk starts inside an entry.</summary>
    protected bool StartsIn(int index, in Walk walk) => walk.Start >= this[index].Start && walk.Start < this[index].End;

    /// <summary>The walk starts before an entry and reaches into it.</summary>
    protected bool ReachesInto(int index, in Walk walk) => walk.Start < this[index].Start && walk.End > this[index].Start;

    /// <summary>Makes one entry of an entry and the next if they touch, agree on the acknowledgement and fit.</summary>
    protected bool JoinWithNext(int index)
    {
        if (index < 0 || index + 1 >= Count || !CanJoin(index)) return false;
        Join(index);
        return true;
    }

    /// <summary>The same when the walk starts exactly where the second of the two does.</summary>
    protected bool JoinAtStart(int index, in Walk walk)
    {
        if (index <= 0 || this[index].Start != walk.Start || !CanJoin(index - 1)) return false;
        Join(index - 1);
        return true;
    }

    /// <summary>How much of the walk an entry of the same acknowledgement takes in, growing up to the next entry if it can; null: nothing.</summary>
    protected int? Absorb(int index, in Walk walk, bool acknowledged)
    {
        var entry = this[index];
        if (entry.Acknowledged != acknowledged) return null;
        if (walk.Start < entry.End) return unchecked((int)Math.Min(walk.Length, entry.End - walk.Start));
        if (walk.Start != entry.End || entry.Length >= BadRecord.MaxLength) return null;
        var room = unchecked((int)Math.Min(walk.Length, BadRecord.MaxLength - entry.Length));
        // The room is compared as 64 bits, so a next entry that starts too early (in an unsorted table) is no limit.
        if (index + 1 < Count && unchecked((ulong)(long)room) > unchecked(this[index + 1].Start - entry.End)) room = unchecked((int)(this[index + 1].Start - entry.End));
        this[index] = BadRecord.Pack(entry.Start, unchecked(entry.Length + (ulong)(long)room), acknowledged);
        return room;
    }

    /// <summary>Puts an acknowledged range over the part of an unacknowledged entry that the walk starts in.</summary>
    /// <param name="index">the entry</param>
    /// <param name="walk">cut to the end of the entry</param>
    /// <param name="acknowledged">of the range</param>
    /// <param name="split">entries that it takes beyond the one there is</param>
    /// <returns>sectors overwritten; null: not possible</returns>
    protected int? Overwrite(int index, Walk walk, bool acknowledged, out int split)
    {
        split = 0;
        var entry = this[index];
        if (entry.Acknowledged || !acknowledged) return null;
        var toEnd = entry.End <= walk.End;
        if (toEnd) walk.Length = unchecked((ulong)(long)(int)(entry.End - walk.Start));
        var fromStart = entry.Start == walk.Start;
        split = (fromStart ? 0 : 1) + (toEnd ? 0 : 1);
        if (Count + split > Capacity - spared) return null;
        var at = index;
        Open(index + 1, split);
        if (!fromStart) this[at++] = BadRecord.Pack(entry.Start, walk.Start - entry.Start, false);
        this[at] = BadRecord.Pack(walk.Start, walk.Length, true);
        // A length that wraps does not survive packing; where the tail starts is then a matter of which end is asked.
        if (!toEnd) this[at + 1] = BadRecord.Pack(fromStart ? walk.End : this[at].End, unchecked(entry.End - this[at].End), false);
        return unchecked((int)walk.Length);
    }

    /// <summary>A new entry of as much of the walk as fits in one.</summary>
    protected int Insert(int index, in Walk walk, bool acknowledged)
    {
        var length = (int)Math.Min(walk.Length, BadRecord.MaxLength);
        Open(index);
        this[index] = BadRecord.Pack(walk.Start, (ulong)length, acknowledged);
        return length;
    }

    private (int Done, bool Success) ClearOnce(in Walk walk, ref int hint)
    {
        var whole = unchecked((int)walk.Length);
        if (Count == 0) return (whole, true);
        var previous = FindPrevious(walk.Start, hint);
        if (previous >= 0 && StartsIn(previous, walk))
        {
            if (IsAround(previous, walk)) return (whole, ClearInside(previous, walk));
            hint = previous;
            return (ClearEdge(previous, walk), true);
        }
        // A gap, up to the next entry or up to the end: nothing to clear is well cleared. Except that a full table is asked about
        // splitting first, and an end that has wrapped makes that look necessary.
        if (previous + 1 >= Count) return (whole, true);
        if (previous >= 0 && IsFull && IsAround(previous, walk)) return (whole, false);
        if (!ReachesInto(previous + 1, walk)) return (whole, true);
        hint = previous + 1;
        return (unchecked((int)(this[previous + 1].Start - walk.Start)), true);
    }

    /// <summary>The entry starts before the walk and ends behind it.</summary>
    private bool IsAround(int index, in Walk walk) => this[index].Start < walk.Start && this[index].End > walk.End;

    /// <summary>Makes two entries of one; false: there is no room.</summary>
    private bool ClearInside(int index, in Walk walk)
    {
        if (Count + 1 > Capacity - spared) return false;
        var entry = this[index];
        Open(index + 1);
        this[index] = BadRecord.Pack(entry.Start, walk.Start - entry.Start, entry.Acknowledged);
        this[index + 1] = BadRecord.Pack(walk.End, unchecked(entry.End - walk.End), entry.Acknowledged);
        return true;
    }

    /// <summary>Clears the head of an entry, its tail or all of it; returns how much.</summary>
    private int ClearEdge(int index, in Walk walk)
    {
        var entry = this[index];
        if (walk.Start > entry.Start)
        {
            this[index] = BadRecord.Pack(entry.Start, walk.Start - entry.Start, entry.Acknowledged);
            return (int)(entry.End - walk.Start);
        }
        if (entry.Length > walk.Length)
        {
            this[index] = BadRecord.Pack(entry.Start + walk.Length, entry.Length - walk.Length, entry.Acknowledged);
            return (int)walk.Length;
        }
        Close(index, index + 1);
        return (int)entry.Length;
    }

    private int CheckOnce(in Walk walk, ref int hint, out BadRecord? met)
    {
        met = null;
        var whole = unchecked((int)walk.Length);
        if (Count == 0) return whole;
        var previous = FindPrevious(walk.Start, hint);
        if (previous >= 0 && StartsIn(previous, walk))
        {
            var entry = this[previous];
            met = entry;
            return entry.End >= walk.End ? whole : (int)(entry.End - walk.Start);
        }
        if (previous + 1 >= Count || !ReachesInto(previous + 1, walk)) return whole;
        hint = previous + 1;
        return unchecked((int)(this[previous + 1].Start - walk.Start));
    }

    /// <summary>The answer to <see cref="FindPrevious"/> if it is the entry at the hint or the next one; -1 if not.</summary>
    private int NearHint(ulong sector, int hint)
    {
        for (var index = hint; index < Math.Min(hint + 2, Count) && this[index].Start <= sector; index++)
            if (index + 1 == Count || this[index + 1].Start > sector) return index;
        return -1;
    }

    private bool CanJoin(int index)
    {
        var (first, second) = (this[index], this[index + 1]);
        return first.End == second.Start && first.Length + second.Length <= BadRecord.MaxLength && first.Acknowledged == second.Acknowledged;
    }

    private void Join(int index)
    {
        this[index] = BadRecord.Pack(this[index].Start, this[index].Length + this[index + 1].Length, this[index].Acknowledged);
        Close(index + 1, index + 2);
    }
}
