namespace Conformance.Reference.Block;

/// <summary>
/// badblocks_set and ack_all_badblocks since 6.15. A set succeeds if and only if the whole range was recorded. It gives up
/// in the first round that finds a full table, even where nothing would have to be added; what was recorded remains.
/// </summary>
internal static class ReworkedBadblocks
{
    /// <summary>A split or an overwrite may fill the table.</summary>
    public static int Usable(BadblocksTable table) => table.Capacity;

    public static BadblocksWalk Walk(BadblocksTable table, ulong start, ulong sectors) =>
        new(start, sectors, wide: true, table.Capacity);

    public static int Set(BadblocksTable table, ulong start, ulong sectors, bool acknowledged)
    {
        if (table.Shift < 0 || sectors == 0)
        {
            return 0;
        }

        BadblocksWalk range = Walk(table, start, sectors);
        int previous = -1;
        int hint = -1;
        bool added = false;
        int? step;
        do
        {
            step = Round(table, range, acknowledged, ref previous, ref hint, ref added);
        }
        while (step.HasValue && range.Advance(step.Value));

        if (step.HasValue && !range.Stuck)
        {
            table.JoinWithNext(previous);
        }

        if (added)
        {
            table.NoteSet(acknowledged);
        }

        return range.Stuck ? Badblocks.Livelock : range.Left == 0 ? 1 : 0;
    }

    /// <summary>Joins all neighbours once they agree.</summary>
    public static void AcknowledgeAll(BadblocksTable table)
    {
        table.AcknowledgeAll();
        for (int i = 0; i < table.Count; i++)
        {
            while (table.JoinWithNext(i))
            {
                // The joined record may take in the next one as well.
            }
        }
    }

    private static int? Round(
        BadblocksTable table, in BadblocksWalk range, bool acknowledged, ref int previous, ref int hint, ref bool added)
    {
        if (table.Full)
        {
            return null;
        }

        ulong start = range.At;
        if (table.Count == 0)
        {
            added = true;
            return RangeBadblocks.Insert(table, 0, start, range.Left, acknowledged);
        }

        previous = RangeBadblocks.Find(table, start, hint);
        if (previous >= 0)
        {
            hint = previous;
            if (RangeBadblocks.JoinWithPrevious(table, previous, start))
            {
                added = true;
                return 0;
            }

            if (RangeBadblocks.CanGrow(table, previous, start, acknowledged))
            {
                added = true;
                return RangeBadblocks.Grow(table, previous, range, acknowledged);
            }

            if (RangeBadblocks.Covers(table, previous, start))
            {
                return Overwrite(table, range, acknowledged, previous, ref added);
            }
        }

        added = true;
        ulong length = Room(table, previous, range);
        hint = ++previous;
        return RangeBadblocks.Insert(table, previous, start, length, acknowledged);
    }

    /// <summary>The range starts in a record of the other kind: acknowledge it, leave it, or give up for want of room.</summary>
    private static int? Overwrite(
        BadblocksTable table, in BadblocksWalk range, bool acknowledged, int index, ref bool added)
    {
        int? step = RangeBadblocks.Acknowledge(table, index, range, acknowledged, Usable(table), out int missing);
        added |= step.HasValue;
        if (step.HasValue || missing > 0)
        {
            return step;
        }

        return (int)Math.Min(range.Left, table[index].End - range.At);
    }

    /// <summary>Sectors up to the next record. Before the first record they count even if the end of the range wraps.</summary>
    private static ulong Room(BadblocksTable table, int previous, in BadblocksWalk range)
    {
        int next = previous + 1;
        bool limited = next < table.Count && (next == 0 || RangeBadblocks.ReachesInto(table, next, range));
        return limited ? Math.Min(range.Left, table[next].Start - range.At) : range.Left;
    }
}
