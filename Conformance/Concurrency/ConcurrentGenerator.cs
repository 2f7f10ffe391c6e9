using Conformance.Generation;
using Conformance.Reference.Histories;

namespace Conformance.Concurrency;

/// <summary>
/// Histories of two or three threads on a small device: kill_dax against calls inside read sections, badblocks_set and _clear against
/// badblocks_check, zeroing and recovery against direct access. A function of seed and case alone.
/// </summary>
internal sealed class ConcurrentGenerator(TargetDescription target)
{
    private const int MostTurns = 32;

    /// <summary>Sectors that poison is put on: all of them lie in two pages.</summary>
    private const ulong Sectors = 16;

    private readonly bool _poison = !target.Observes(OpCode.badblocks_set).IsEmpty;

    /// <summary>History n of a seed.</summary>
    public History At(ulong seed, ulong n)
    {
        var choices = Choices.Of(seed, n);
        var size = (1 + choices.Below(3UL)) << target.PageShifts[0];
        var device = target.Fixed ?? new Geometry { PageShift = target.PageShifts[0], Size = size };
        var theme = choices.Below(3);
        if (!_poison && theme == 1) theme = 2;
        if (_poison && (theme != 0 || choices.OneIn(2))) device = device with { Bad = [.. Enumerable.Range(0, choices.Below(3)).Select(_ => Range(ref choices)).Select(r => new BadRange(r.Sector, r.Sectors, !choices.OneIn(4)))] };
        var threads = new List<List<Operation>>();
        var count = 2 + (choices.OneIn(3) ? 1 : 0);
        for (var t = 0; t < count; t++)
            threads.Add(theme switch
            {
                0 => t == 0 ? Killer(ref choices) : Reader(ref choices, device),
                1 => t == 0 || choices.OneIn(3) ? Writer(ref choices) : Checker(ref choices),
                _ => t == 0 || choices.OneIn(4) ? Mender(ref choices) : Accesses(ref choices, 1 + choices.Below(3)),
            });
        var turns = new byte[choices.Below(MostTurns + 1)];
        for (var i = 0; i < turns.Length; i++) turns[i] = (byte)choices.Below(count);
        return new(device, [.. threads.SelectMany(t => t)]) { Threads = new([.. threads.Select(t => t.Count)], [.. turns]) };
    }

    private static List<Operation> Killer(ref Choices choices)
    {
        var calls = new List<Operation> { new(OpCode.kill_dax) };
        if (choices.OneIn(3)) calls.Add(new(OpCode.dax_alive));
        if (choices.OneIn(4)) calls.Add(new(OpCode.run_dax));
        return calls;
    }

    /// <summary>One or two read sections, each with calls that need one.</summary>
    private static List<Operation> Reader(ref Choices choices, Geometry device)
    {
        var calls = new List<Operation>();
        for (var sections = 1 + (choices.OneIn(3) ? 1 : 0); sections > 0; sections--)
        {
            calls.Add(new(OpCode.dax_read_lock));
            for (var n = 1 + choices.Below(2); n > 0; n--)
                calls.Add(choices.Below(4) switch
                {
                    0 => new(OpCode.dax_alive),
                    1 => Zero(ref choices),
                    2 => Recover(ref choices, device),
                    _ => Access(ref choices),
                });
            calls.Add(new(OpCode.dax_read_unlock));
        }
        return calls;
    }

    private static List<Operation> Writer(ref Choices choices)
    {
        var calls = new List<Operation>();
        for (var n = 1 + choices.Below(2); n > 0; n--)
        {
            var (sector, sectors) = Range(ref choices);
            calls.Add(choices.OneIn(2) ? Operation.BadblocksClear(sector, sectors) : Operation.BadblocksSet(sector, sectors, !choices.OneIn(4)));
        }
        return calls;
    }

    private static List<Operation> Checker(ref Choices choices)
    {
        var calls = new List<Operation>();
        for (var n = 1 + choices.Below(2); n > 0; n--)
        {
            var (sector, sectors) = choices.OneIn(2) ? (0, Sectors) : Range(ref choices);
            calls.Add(Operation.BadblocksCheck(sector, sectors));
        }
        return calls;
    }

    private List<Operation> Mender(ref Choices choices)
    {
        var calls = new List<Operation> { choices.OneIn(2) ? Zero(ref choices) : Recover(ref choices, new()) };
        if (choices.OneIn(3) && _poison) calls.AddRange(Checker(ref choices).Take(1));
        return calls;
    }

    private List<Operation> Accesses(ref Choices choices, int count)
    {
        var calls = new List<Operation>();
        for (; count > 0; count--) calls.Add(choices.OneIn(5) && _poison ? Checker(ref choices)[0] : Access(ref choices));
        return calls;
    }

    private static Operation Access(ref Choices choices) => new(OpCode.dax_direct_access, choices.Below(3UL), 1 + choices.Below(3UL), choices.OneIn(4) ? 1UL : 0, 1, 1);

    private static Operation Zero(ref Choices choices) => new(OpCode.dax_zero_page_range, choices.Below(2UL), 1);

    /// <summary>A whole page.</summary>
    private static Operation Recover(ref Choices choices, Geometry device) => new(OpCode.dax_recovery_write, choices.Below(2UL), 0, (ulong)device.PageSize, choices.Below(4UL));

    private static (ulong Sector, ulong Sectors) Range(ref Choices choices)
    {
        var sector = choices.Below(Sectors);
        return (sector, 1 + choices.Below(Sectors - sector));
    }
}
