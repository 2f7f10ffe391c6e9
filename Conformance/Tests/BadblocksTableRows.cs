using Conformance.Generation;
using Conformance.Reference.Block;

namespace Conformance.Tests;

/// <summary>
/// The modelled badblocks tables of every kernel, under sequences of calls that are always the same: small tables that overflow, ranges that
/// meet, records that are longer than one can be, units of several sectors, a disabled table, and the text of sysfs.
/// </summary>
internal static class BadblocksTableRows
{
    private const int Calls = 250, Sequences = 6;

    private static readonly string[] Texts = ["0 8", "3 1\n", "3 1\n\n", " 5 2", "5\t2", "5 2 7", "5 2x", "5", "", "x 1", "-1 1", "5 -1", "5 0", "+5 1", "0x10 1", "18446744073709551615 1", "18446744073709551616 1", "7 4294967299", "7 2147483647", "7 99999999999999999999", "512 513",
        // Signs, spaces, and numbers around 2^64: one wraps, the next is the last that does not, these overflow twice and three times.
        "5 -4294967295", "-4294967291", "x3", "\r5 2", "\0 5 2", "18446744073709551610 1", "184467440737095516160 1", "999999999999999999999 1", "9999999999999999999999 1"];

    /// <summary>Lengths that an int of the kernel does not hold, or only as a negative number.</summary>
    private static readonly ulong[] Long = [int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, (1UL << 32) + 5, 1UL << 33, 1UL << 63, ulong.MaxValue - uint.MaxValue, ulong.MaxValue - 30, ulong.MaxValue];

    /// <param name="row">is given an algorithm, what was done, and the words</param>
    public static void Fill(Action<string, string, string> row)
    {
        foreach (var algorithm in Enum.GetValues<BadblocksAlgorithm>())
            foreach (var (capacity, shift) in ((uint, int)[])[(1, 0), (2, 0), (3, 0), (8, 0), (512, 0), (4, 3), (8, -1)])
                for (var sequence = 0; sequence < Sequences; sequence++) Run(algorithm, capacity, shift, (ulong)sequence, row);
        foreach (var act in (Action[])[() => _ = new Badblocks((BadblocksAlgorithm)9, 1), () => _ = new Badblocks(BadblocksAlgorithm.Legacy, 0), () => _ = new Badblocks(BadblocksAlgorithm.Legacy, 1, 32), () => new Badblocks(BadblocksAlgorithm.Legacy, 1).CopyFrom(new(BadblocksAlgorithm.Legacy, 2)), () => new Badblocks(BadblocksAlgorithm.Legacy, 1).CopyFrom(null!), () => new Badblocks(BadblocksAlgorithm.Legacy, 1).badblocks_store(null!, unack: false)])
            FormTable.Thrown("badblocks", act, row);
    }

    private static void Run(BadblocksAlgorithm algorithm, uint capacity, int shift, ulong sequence, Action<string, string, string> row)
    {
        var (table, other) = (new Badblocks(algorithm, capacity, shift) { StoreSaturates = sequence == 1 }, new Badblocks(BadblocksAlgorithm.Legacy, capacity, shift));
        var choices = Choices.Of(sequence, (ulong)algorithm * 64 + capacity);
        for (var n = 0; n < Calls; n++)
        {
            // Few places: that ranges begin and end with a record is the rule.
            var sector = (ulong)choices.Below(capacity > 8 ? 3000 : sequence % 2 == 0 ? 40 : 3) * (sequence % 2 == 0 ? 1UL : 256);
            var sectors = sequence % 2 == 1 ? (ulong)choices.Below(5) * 256 : choices.OneIn(6) ? (ulong)(505 + choices.Below(530)) : (ulong)choices.Below(12);
            if (choices.OneIn(15)) sectors = Long[choices.Below(Long.Length)];
            if (choices.OneIn(25)) sector = ulong.MaxValue - sector;
            var (firstBad, badSectors) = (77UL, 78UL);
            var (what, said) = choices.Below(24) switch
            {
                < 11 => ("sets", $"{table.badblocks_set(sector, sectors, acknowledged: !choices.OneIn(3))}"),
                < 15 => ("clears", $"{table.badblocks_clear(sector, sectors)}"),
                < 19 => ("checks", $"{table.badblocks_check(sector, sectors, ref firstBad, ref badSectors)} {firstBad} {badSectors}"),
                19 => ("stores", $"{table.badblocks_store(Texts[choices.Below(Texts.Length)], unack: choices.OneIn(2))}"),
                20 => ("shows", $"{table.badblocks_show(unack: choices.OneIn(2), out var length)} {length}"),
                21 => ("acknowledges", Acknowledged(table)),
                22 => ("is copied", Copied(table, other)),
                _ => ("changed is read", Cleared(table)),
            };
            row($"badblocks, {algorithm}", what, $"{said} {table.Count} {table.UnackedExist} {table.Changed} {table.WarnCount} {table.Succeeded(n % 2)} {string.Join(' ', table.Page[..table.Count].ToArray())}");
            if (choices.OneIn(120)) table.Reset();
        }
        foreach (var text in Texts) row($"badblocks, {algorithm}", "stores", $"{table.badblocks_store(text, unack: false)} {table.badblocks_show(unack: false)} {table.badblocks_show(unack: true)}");
    }

    private static string Acknowledged(Badblocks table)
    {
        table.ack_all_badblocks();
        return $"{table.UnackedExist} {table.badblocks_show(unack: true)}";
    }

    private static string Copied(Badblocks table, Badblocks other)
    {
        other.CopyFrom(table);
        return $"{other.Count} {other.UnackedExist} {other.Changed} {other.WarnCount} {other.Shift} {other.badblocks_show(unack: false)}";
    }

    private static string Cleared(Badblocks table)
    {
        table.clear_changed();
        return "";
    }
}
