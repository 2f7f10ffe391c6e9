using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>badblocks: every sequence of sets and clears, and then every check.</summary>
/// <param name="calls">of a sequence</param>
internal sealed class BadblocksScope(int calls) : SequenceScope("badblocks", calls, OnePage, Alphabet, Checks)
{
    private const int Sectors = 4;

    private static readonly (ulong Start, ulong Length)[] Ranges =
        [.. Enumerable.Range(0, Sectors).SelectMany(s => Enumerable.Range(1, Sectors - s).Select(n => ((ulong)s, (ulong)n)))];

    private static readonly Operation[] Checks = [.. Ranges.Select(r => Operation.BadblocksCheck(r.Start, r.Length))];

    private static readonly Operation[] Alphabet =
        [.. Ranges.SelectMany(r => new[] { Operation.BadblocksSet(r.Start, r.Length), Operation.BadblocksSet(r.Start, r.Length, acknowledged: false), Operation.BadblocksClear(r.Start, r.Length) })];

    private static readonly Geometry OnePage = new() { Size = 4096 };

    public override string Says => $"every sequence of {Size} calls of badblocks_set, acknowledged or not, and badblocks_clear on the ranges of {Sectors} sectors, and then badblocks_check of each range";
}
