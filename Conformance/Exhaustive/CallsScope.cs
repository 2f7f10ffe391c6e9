using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>Every sequence of a small alphabet of calls on a device of two pages, one of them bad.</summary>
/// <param name="calls">of a sequence</param>
internal sealed class CallsScope(int calls) : SequenceScope("calls", calls, TwoPages, Alphabet)
{
    private static readonly Geometry TwoPages = new() { Size = 8192, Bad = [new(8, 1, true)] };

    private static readonly Operation[] Alphabet =
    [
        new(OpCode.kill_dax), new(OpCode.run_dax), new(OpCode.dax_alive), new(OpCode.dax_read_lock), new(OpCode.dax_read_unlock),
        Operation.DirectAccess(0, 2), Operation.DirectAccess(1, 1), Operation.DirectAccess(1, 1, AccessMode.RecoveryWrite),
        Operation.ZeroPageRange(1, 1), Operation.RecoveryWrite(1, 0, 4096, seed: 7), Operation.BadblocksSet(0, 1), Operation.BadblocksClear(8, 8),
        Operation.CopyCowPage(0), Operation.Load(1), new(OpCode.store, 0, 0, 4096, 9, 0), new(OpCode.cow_load),
    ];

    public override string Says => $"every sequence of {Size} calls out of {Alphabet.Length} on a device of two pages, the second of them bad: kill_dax, run_dax, dax_alive, read sections, translations, a zeroing, a recovery, sets and clears, a copy, loads and stores";
}
