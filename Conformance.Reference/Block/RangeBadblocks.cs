using static Conformance.Reference.Block.BadblocksRecord;

namespace Conformance.Reference.Block;

/// <summary>
/// What the two algorithms since 6.7 share: finding a record, the steps of a set, and check and clear as a whole. They
/// differ in the type of the length (<see cref="BadblocksWalk"/>) and in how many records a split may fill.
/// </summary>
/// <remarks>
/// A shift greater than zero changes nothing: the kernel computes rounded values and drops them (until 6.14 with the shift
/// itself as the divisor), so the table is kept in sectors, and only badblocks_show shifts.
/// </remarks>
internal static class RangeBadblocks
{
    /// <summary>
    /// The last record that starts at or before <paramref name="sector"/>, or -1. The two records from
    /// <paramref name="hint"/> on are tried first. In a table that is not sorted the order of the attempts decides.
    /// </summary>
    public static int Find(BadblocksTable table, ulong sector, int hint)
    {
        int count = table.Count;
        for (int i = hint; hint >= 0 && i < Math.Min(hint + 2, count) && table[i].Start <= sector; i++)
        {
            if (i + 1 == count || table[i + 1].Start > sector)
            {
                return i;
            }
        }

        if (count == 0 || table[0].Start > sector)
        {
            return -1;
        }

        return table[count - 1].Start <= sector ? count - 1 : Bisect(table, sector);
    }

    /// <summary>Whether a sector lies in a record.</summary>
    public static bool Covers(BadblocksTable table, int index, ulong sector) =>
        sector >= table[index].Start && sector < table[index].End;

    /// <summary>Whether a range that starts before a record reaches into it. False if its end wraps.</summary>
    public static bool ReachesInto(BadblocksTable table, int index, in BadblocksWalk range) =>
        range.At < table[index].Start && range.End > table[index].Start;

    /// <summary>Puts in one record of at most <paramref name="length"/> sectors and tells how many it took.</summary>
    public static int Insert(BadblocksTable table, int index, ulong start, ulong length, bool acknowledged)
    {
        uint taken = (uint)Math.Min(length, MaxLength);
        table.OpenGap(index, 1);
        table[index] = Make(start, taken, acknowledged);
        return (int)taken;
    }

    /// <summary>Whether the head of the range can become part of the record before it, or is part of it already.</summary>
    public static bool CanGrow(BadblocksTable table, int index, ulong sector, bool acknowledged)
    {
        BadblocksRecord record = table[index];
        return record.Acknowledged == acknowledged
            && (sector < record.End || (sector == record.End && record.Length < MaxLength));
    }

    /// <summary>Lets a record take in the head of the range, up to the next record at most.</summary>
    public static int Grow(BadblocksTable table, int index, in BadblocksWalk range, bool acknowledged)
    {
        BadblocksRecord record = table[index];
        if (range.At < record.End)
        {
            return (int)Math.Min(range.Left, record.End - range.At);
        }

        ulong taken = Math.Min(range.Left, MaxLength - record.Length);
        if (index + 1 < table.Count)
        {
            // In an unsorted table the next record may start earlier; the gap then wraps and does not limit.
            taken = Math.Min(taken, unchecked(table[index + 1].Start - record.End));
        }

        table[index] = Make(record.Start, record.Length + taken, acknowledged);
        return (int)taken;
    }

    /// <summary>Joins a record that starts at <paramref name="sector"/> with the one before it.</summary>
    public static bool JoinWithPrevious(BadblocksTable table, int index, ulong sector) =>
        index > 0 && table[index].Start == sector && table.JoinWithNext(index - 1);

    /// <summary>
    /// Acknowledges the part of an unacknowledged record that the range covers. Returns the sectors, or the records that
    /// would have been needed in <paramref name="missing"/>; zero there means that there was nothing to do.
    /// </summary>
    public static int? Acknowledge(BadblocksTable table, int index, in BadblocksWalk range, bool acknowledged, int usable, out int missing)
    {
        BadblocksRecord old = table[index];
        bool head = old.Start != range.At;
        // The end of a range may wrap; then the tail is kept and the length packed below is out of range.
        bool tail = old.End > range.End;
        int extra = (head ? 1 : 0) + (tail ? 1 : 0);
        bool idle = old.Acknowledged || !acknowledged;
        missing = idle ? 0 : extra;
        if (idle || table.Count + extra > usable)
        {
            return null;
        }

        ulong length = tail ? range.Left : old.End - range.At;
        table.OpenGap(index + 1, extra);
        int at = index;
        if (head)
        {
            table[at++] = Make(old.Start, range.At - old.Start, old.Acknowledged);
        }

        table[at] = Make(range.At, length, acknowledged);
        if (tail)
        {
            // One record apart only if the length was out of range; wraps like the kernel's sums.
            ulong rest = head ? table[at].End : unchecked(range.At + length);
            table[at + 1] = Make(rest, unchecked(old.End - table[at].End), old.Acknowledged);
        }

        JoinWithPrevious(table, index, range.At);
        // A step is an int in the kernel.
        return unchecked((int)length);
    }

    /// <summary>badblocks_check since 6.7: the first overlapped record is reported. True unless it never ends.</summary>
    public static bool Check(BadblocksTable table, BadblocksWalk range, out int result, ref ulong firstBad, ref ulong badSectors)
    {
        result = 0;
        int hint = -1;
        int step;
        do
        {
            int previous = Find(table, range.At, hint);
            if (previous >= 0 && Covers(table, previous, range.At))
            {
                BadblocksRecord record = table[previous];
                if (result == 0)
                {
                    firstBad = record.Start;
                    badSectors = record.Length;
                }

                result = result >= 0 && record.Acknowledged ? 1 : -1;
                step = record.End >= range.End ? range.Rest : range.StepTo(record.End);
            }
            else
            {
                step = GapStep(table, previous, range, ref hint);
            }

            table.WarnIf(range.Overshoots(step));
        }
        while (range.AdvanceInSame(step, hint));
        return !range.Stuck;
    }

    /// <summary>badblocks_clear since 6.7. True unless it never ends.</summary>
    /// <param name="table">The table.</param>
    /// <param name="range">What to clear; the end may wrap, and then the kernel clears what its sums tell it to.</param>
    /// <param name="usable">Records that may be in use after a split.</param>
    /// <param name="cleared">Whether any round counts as done; clearing what is not bad does.</param>
    public static bool Clear(BadblocksTable table, BadblocksWalk range, int usable, out bool cleared)
    {
        cleared = false;
        int hint = -1;
        int step;
        do
        {
            int? done = ClearHead(table, range, usable, ref hint);
            cleared |= done.HasValue;
            step = done ?? range.Rest;
        }
        while (range.Advance(step));

        table.WarnIf(range.Negative);
        if (cleared && !range.Stuck)
        {
            table.NoteClear();
        }

        return !range.Stuck;
    }

    /// <summary>One round of a clear: the sectors it disposes of, or null if the table has no room for a split.</summary>
    private static int? ClearHead(BadblocksTable table, in BadblocksWalk range, int usable, ref int hint)
    {
        int previous = Find(table, range.At, hint);
        if (previous < 0)
        {
            return GapStep(table, previous, range, ref hint);
        }

        BadblocksRecord record = table[previous];
        bool covers = Covers(table, previous, range.At);
        bool splits = record.Start < range.At && record.End > range.End;
        if (covers && splits)
        {
            return table.Count + 1 <= usable ? Split(table, previous, range) : null;
        }

        if (covers)
        {
            hint = previous;
            return Trim(table, previous, range);
        }

        // A full table is looked at before the overlap is. Only a range whose end wraps gets here.
        bool refused = splits && table.Full && previous + 1 < table.Count;
        return refused ? null : GapStep(table, previous, range, ref hint);
    }

    /// <summary>Takes the middle out of a record. The lengths come out of range if the end of the range wraps.</summary>
    private static int Split(BadblocksTable table, int index, in BadblocksWalk range)
    {
        BadblocksRecord old = table[index];
        table.OpenGap(index + 1, 1);
        table[index] = Make(old.Start, range.At - old.Start, old.Acknowledged);
        table[index + 1] = Make(range.End, unchecked(old.End - range.End), old.Acknowledged);
        return range.Rest;
    }

    /// <summary>Takes the head, the tail or all of a record.</summary>
    private static int Trim(BadblocksTable table, int index, in BadblocksWalk range)
    {
        BadblocksRecord old = table[index];
        if (old.Start < range.At)
        {
            table[index] = Make(old.Start, range.At - old.Start, old.Acknowledged);
            return range.StepTo(old.End);
        }

        if (old.Length <= range.Left)
        {
            table.Remove(index);
            return (int)old.Length;
        }

        table[index] = Make(old.Start + range.Left, old.Length - range.Left, old.Acknowledged);
        return range.Rest;
    }

    /// <summary>From a good sector to the next record that the range reaches into, or to the end of the range.</summary>
    private static int GapStep(BadblocksTable table, int previous, in BadblocksWalk range, ref int hint)
    {
        int next = previous + 1;
        if (next >= table.Count || !ReachesInto(table, next, range))
        {
            return range.Rest;
        }

        hint = next;
        return range.StepTo(table[next].Start);
    }

    /// <summary>The last record that starts at or before a sector, if the first does and the last does not.</summary>
    private static int Bisect(BadblocksTable table, ulong sector)
    {
        int found = 0;
        int beyond = table.Count;
        while (beyond - found > 1)
        {
            int middle = (found + beyond) / 2;
            ulong start = table[middle].Start;
            if (start == sector)
            {
                return middle;
            }

            if (start < sector)
            {
                found = middle;
            }
            else
            {
                beyond = middle;
            }
        }

        return found;
    }
}
