using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The table until 6.6: a new range is merged into the entry before it, then into the one behind it, and what is left is inserted in
/// pieces, each in front of the last, so that a long range leaves the table unsorted. The searches believe that it is sorted.
/// </summary>
internal sealed class EarlyBadblocks : Badblocks
{
    private const ulong MaxLength = BadRecord.MaxLength;

    /// <returns>0, or 1 when something did not fit</returns>
    public override long Set(ulong start, ulong sectors, bool acknowledged)
    {
        var rest = new Rest(start, unchecked((int)sectors));
        var (low, high) = Straddle(start, includeEqual: true);
        if (high > low && this[low].Start > start) high = low;
        if (high > low) MergeWithPrevious(low, ref rest, acknowledged);
        if (rest.Sectors != 0 && high < Count && this[high].Start <= rest.End)
        {
            MergeWithNext(high, ref rest, acknowledged);
            low = high++;
        }
        if (rest.Sectors == 0 && high < Count) Join(low, high, rest.Start);
        return InsertBefore(high, rest, acknowledged) ? 0 : 1;
    }

    /// <returns>0, or -ENOSPC when an entry would have to be split in a full table; then nothing changed</returns>
    public override long Clear(ulong start, ulong sectors)
    {
        var target = unchecked(start + (ulong)(long)(int)sectors);
        var (low, high) = Straddle(target, includeEqual: false);
        if (high <= low) return 0;
        var last = this[low];
        if (last.End > target && last.Start < target)
        {
            if (last.Start < start)
            {
                if (IsFull) return -ENOSPC;
                Open(low);
                this[low] = BadRecord.Pack(last.Start, start - last.Start, last.Acknowledged);
                low++;
            }
            this[low] = BadRecord.Pack(target, last.End - target, last.Acknowledged);
            high = low--;
        }
        for (; low >= 0 && this[low].End > start && this[low].Start < target; low--)
        {
            var entry = this[low];
            if (entry.Start >= start) continue;
            this[low] = BadRecord.Pack(entry.Start, start - entry.Start, entry.Acknowledged);
            break;
        }
        if (high - low > 1) Close(low + 1, high);
        return 0;
    }

    public override long Check(ulong start, ulong sectors, out BadRecord bad)
    {
        bad = default;
        var target = unchecked(start + (ulong)(long)(int)sectors);
        var (low, high) = Straddle(target, includeEqual: false);
        if (high <= low) return 0;
        var result = 0;
        for (; low >= 0; low--)
        {
            var entry = this[low];
            if (entry.End <= start) break;
            if (entry.Start >= target) continue;
            result = result != -1 && entry.Acknowledged ? 1 : -1;
            bad = entry;
            Point();
        }
        return result;
    }

    /// <summary>Halves until one entry is left that may be the last to start before a sector, or at it: (its index, the next index).</summary>
    private (int Low, int High) Straddle(ulong sector, bool includeEqual)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Length);
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            var entry = entries[middle].Start;
            if (entry < sector || (includeEqual && entry == sector)) low = middle;
            else high = middle;
        }
        return (low, high);
    }

    private void MergeWithPrevious(int index, ref Rest rest, bool acknowledged)
    {
        var entry = this[index];
        if (entry.End < rest.Start) return;
        // Covered from its first sector on it takes the new acknowledgement, otherwise it is acknowledged only when both are.
        var covered = rest.Start == entry.Start && rest.End >= entry.End;
        var ack = covered ? acknowledged : entry.Acknowledged && acknowledged;
        var end = Math.Max(entry.End, rest.End);
        if (end - entry.Start <= MaxLength)
        {
            this[index] = BadRecord.Pack(entry.Start, end - entry.Start, ack);
            rest.BeginAt(end, end);
        }
        else
        {
            // An entry that is full already keeps its acknowledgement.
            if (entry.Length != MaxLength) this[index] = BadRecord.Pack(entry.Start, MaxLength, ack);
            rest.BeginAt(entry.Start + MaxLength, end);
        }
    }

    private void MergeWithNext(int index, ref Rest rest, bool acknowledged)
    {
        var entry = this[index];
        var covered = entry.End <= rest.End;
        var ack = covered ? acknowledged : entry.Acknowledged && acknowledged;
        var end = covered ? rest.End : entry.End;
        var length = Math.Min(unchecked(end - rest.Start), MaxLength);
        this[index] = BadRecord.Pack(rest.Start, length, ack);
        rest.BeginAt(unchecked(rest.Start + length), end);
    }

    /// <summary>Makes one entry of two when the first now reaches the second; never one of the full length.</summary>
    private void Join(int low, int high, ulong reached)
    {
        var (first, second) = (this[low], this[high]);
        var length = unchecked((int)(first.Length + second.Length - (reached - second.Start)));
        if (reached < second.Start || length >= BadRecord.MaxLength) return;
        this[low] = BadRecord.Pack(first.Start, unchecked((ulong)(long)length), first.Acknowledged && second.Acknowledged);
        Close(high, high + 1);
    }

    /// <summary>Inserts pieces, each in front of the one before; false: not all of them fit. A negative length is one piece.</summary>
    private bool InsertBefore(int index, Rest rest, bool acknowledged)
    {
        var wanted = rest.Sectors < 0 ? 1 : (rest.Sectors + (BadRecord.MaxLength - 1L)) / BadRecord.MaxLength;
        var pieces = (int)Math.Min(wanted, Math.Max(Capacity - Count, 0));
        Open(index, pieces);
        for (var i = index + pieces - 1; i >= index; i--)
        {
            var piece = Math.Min(rest.Sectors, BadRecord.MaxLength);
            // The 1 that packing takes off is taken off an int.
            this[i] = BadRecord.Pack(rest.Start, unchecked((ulong)(long)(piece - 1) + 1), acknowledged);
            rest.Skip(piece);
        }
        return pieces == wanted;
    }

    /// <summary>What is still to be set. The length is an int, as in the kernel, and may be negative.</summary>
    private struct Rest(ulong start, int sectors)
    {
        public ulong Start = start;
        public int Sectors = sectors;

        public readonly ulong End => unchecked(Start + (ulong)(long)Sectors);

        public void BeginAt(ulong start, ulong end)
        {
            Start = start;
            Sectors = unchecked((int)(end - start));
        }

        public void Skip(int sectors)
        {
            Start = unchecked(Start + (ulong)(long)sectors);
            Sectors = unchecked(Sectors - sectors);
        }
    }
}
