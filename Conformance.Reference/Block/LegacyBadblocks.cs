using static Conformance.Reference.Block.BadblocksRecord;

namespace Conformance.Reference.Block;

/// <summary>
/// The algorithm up to 6.6: one bisection, then at most one merge to each side, then whatever is left is inserted in pieces.
/// It assumes a sorted table but does not keep it sorted, so nothing here may rely on the order either. Every loop is
/// bounded by the number of records.
/// </summary>
internal static class LegacyBadblocks
{
    private const int ENOSPC = 28;

    public static int Set(BadblocksTable table, ulong start, int sectors, bool acknowledged)
    {
        if (table.Shift < 0)
        {
            return 1;
        }

        if (table.Shift > 0)
        {
            ulong end = RoundUp(After(start, sectors), table.Shift);
            start >>= table.Shift;
            // The kernel keeps the number of units in an int.
            sectors = unchecked((int)(end - start));
        }

        // The last record that starts at or before `start`, if any, and the one after it. No start is 2^64-1.
        int left = LastBefore(table, start == ulong.MaxValue ? start : start + 1);
        int right = left + (table.Count > 0 && table[left].Start <= start ? 1 : 0);
        if (right > left)
        {
            GrowLeft(table, left, ref start, ref sectors, acknowledged);
        }

        if (sectors != 0 && right < table.Count && table[right].Start <= After(start, sectors))
        {
            GrowRight(table, right, ref start, ref sectors, acknowledged);
            left = right++;
        }

        if (sectors == 0 && right < table.Count)
        {
            Join(table, left, right, start);
        }

        bool complete = InsertRest(table, right, start, sectors, acknowledged);
        table.NoteSet(acknowledged);
        return complete ? 0 : 1;
    }

    /// <summary>Unlike set, clear does not look whether the table is disabled.</summary>
    public static int Clear(BadblocksTable table, ulong start, int sectors)
    {
        ulong end = After(start, sectors);
        if (table.Shift > 0)
        {
            start = RoundUp(start, table.Shift);
            end >>= table.Shift;
        }

        if (table.Count > 0 && !Cut(table, start, end))
        {
            // Out of space: the flags stay as well.
            return -ENOSPC;
        }

        table.NoteClear();
        return 0;
    }

    /// <summary>Walks down from the last record that can overlap, so that the lowest overlapped record is reported.</summary>
    public static int Check(BadblocksTable table, ulong start, int sectors, ref ulong firstBad, ref ulong badSectors)
    {
        ulong end = After(start, sectors);
        if (table.Shift > 0)
        {
            start >>= table.Shift;
            end = RoundUp(end, table.Shift);
        }

        int result = 0;
        int first = table.Count > 0 ? LastBefore(table, end) : -1;
        for (int i = first; i >= 0 && table[i].End > start; i--)
        {
            BadblocksRecord record = table[i];
            if (record.Start < end)
            {
                result = result >= 0 && record.Acknowledged ? 1 : -1;
                firstBad = record.Start;
                badSectors = record.Length;
            }
        }

        return result;
    }

    /// <summary>Lets the record at or before the start take in as much of the range as fits; the rest goes on.</summary>
    private static void GrowLeft(BadblocksTable table, int index, ref ulong start, ref int sectors, bool acknowledged)
    {
        BadblocksRecord old = table[index];
        ulong end = After(start, sectors);
        if (old.End < start)
        {
            return;
        }

        bool covered = start == old.Start && end >= old.End;
        bool ack = acknowledged && (covered || old.Acknowledged);
        end = Math.Max(end, old.End);
        ulong length = end - old.Start;
        if (length <= MaxLength)
        {
            table[index] = Make(old.Start, length, ack);
            start = end;
        }
        else
        {
            if (old.Length != MaxLength)
            {
                table[index] = Make(old.Start, MaxLength, ack);
            }

            start = old.Start + MaxLength;
        }

        // Back into the kernel's int.
        sectors = unchecked((int)(end - start));
    }

    /// <summary>Moves the start of the record after the range down to the start of the range.</summary>
    private static void GrowRight(BadblocksTable table, int index, ref ulong start, ref int sectors, bool acknowledged)
    {
        BadblocksRecord old = table[index];
        ulong end = After(start, sectors);
        bool covered = old.End <= end;
        end = covered ? end : old.End;
        // A range whose end wraps gives a huge length here, or none at all; Make packs either as the kernel does.
        ulong length = Math.Min(unchecked(end - start), MaxLength);
        table[index] = Make(start, length, acknowledged && (covered || old.Acknowledged));
        start += length;
        // Back into the kernel's int.
        sectors = unchecked((int)(end - start));
    }

    /// <summary>Joins two records of which the left one has just grown up to <paramref name="leftEnd"/>.</summary>
    private static void Join(BadblocksTable table, int left, int right, ulong leftEnd)
    {
        BadblocksRecord a = table[left];
        BadblocksRecord b = table[right];
        // The kernel computes in 64 bits and keeps an int, which can come out negative and is then packed as it is.
        int length = unchecked((int)(a.Length + (ulong)b.Length - (leftEnd - b.Start)));
        if (leftEnd >= b.Start && length < MaxLength)
        {
            table[left] = Make(a.Start, length, a.Acknowledged && b.Acknowledged);
            table.Remove(right);
        }
    }

    /// <summary>All pieces go in at the same index, hence the reverse order of what is longer than one record.</summary>
    private static bool InsertRest(BadblocksTable table, int index, ulong start, int sectors, bool acknowledged)
    {
        while (sectors != 0)
        {
            if (table.Full)
            {
                return false;
            }

            // A negative count is below the maximum and goes in as one record.
            int piece = Math.Min(sectors, (int)MaxLength);
            table.OpenGap(index, 1);
            table[index] = Make(start, piece, acknowledged);
            sectors -= piece;
            start = After(start, piece);
        }

        return true;
    }

    /// <summary>Takes [start, end) out of the table. False if a record had to be split and the table is full.</summary>
    private static bool Cut(BadblocksTable table, ulong start, ulong end)
    {
        int low = LastBefore(table, end);
        int high = low + 1;
        BadblocksRecord last = table[low];
        if (last.Start < end && last.End > end)
        {
            if (last.Start < start)
            {
                if (table.Full)
                {
                    return false;
                }

                table.OpenGap(low, 1);
                table[low++] = Make(last.Start, start - last.Start, last.Acknowledged);
            }

            table[low] = Make(end, last.End - end, last.Acknowledged);
            high = low--;
        }

        while (low >= 0 && table[low].End > start && table[low].Start < end)
        {
            BadblocksRecord record = table[low];
            if (record.Start < start)
            {
                table[low] = Make(record.Start, start - record.Start, record.Acknowledged);
                break;
            }

            low--;
        }

        // Whatever lies between the two is covered.
        if (high - low > 1)
        {
            table.Remove(low + 1, high - low - 1);
        }

        return true;
    }

    /// <summary>
    /// Bisects for the last record that starts before <paramref name="bound"/>; 0 if there is none. The midpoints are the
    /// kernel's: in an unsorted table they decide what is found.
    /// </summary>
    private static int LastBefore(BadblocksTable table, ulong bound)
    {
        int found = 0;
        int beyond = table.Count;
        while (beyond - found > 1)
        {
            int middle = (found + beyond) / 2;
            if (table[middle].Start < bound)
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

    // An int added to a sector_t is sign-extended, and the sum wraps at 2^64.
    private static ulong After(ulong start, int sectors) => unchecked(start + (ulong)sectors);

    // (1 << shift) - 1 is an int in the kernel; for a shift of 31 it wraps to 2^31-1. The sum wraps at 2^64.
    private static ulong RoundUp(ulong sector, int shift) => unchecked(sector + (ulong)((1 << shift) - 1)) >> shift;
}
