namespace Conformance.Reference.Contract.State;

/// <summary>A write to the data area, in bytes from its start.</summary>
public readonly record struct LoggedWrite(WriteKind Kind, ulong Start, ulong Length, byte Seed)
{
    public ulong End => Start + Length;

    public bool Overlaps(ulong from, ulong to) => Start < to && End > from;

    public bool Covers(ulong from, ulong to) => Start <= from && End >= to;
}
