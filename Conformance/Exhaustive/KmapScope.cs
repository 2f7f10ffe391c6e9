using Conformance.Reference.Histories;

namespace Conformance.Exhaustive;

/// <summary>Every sequence of kmap_atomic and kunmap_atomic.</summary>
/// <param name="calls">of a sequence</param>
internal sealed class KmapScope(int calls) : SequenceScope("kmap", calls, OnePage, Alphabet)
{
    private static readonly Operation[] Alphabet =
        [new(OpCode.kmap_atomic, 0), .. Enumerable.Range(0, 4).Select(m => new Operation(OpCode.kunmap_atomic, (ulong)m, 0)), new(OpCode.kunmap_atomic, 0, 1)];

    private static readonly Geometry OnePage = new() { Size = 4096 };

    public override string Says => $"every sequence of {Size} calls of kmap_atomic, of kunmap_atomic of mappings 0 to 3, and of kunmap_atomic by the page";
}
