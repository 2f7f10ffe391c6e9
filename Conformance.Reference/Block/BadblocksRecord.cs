namespace Conformance.Reference.Block;

/// <summary>
/// One 64-bit record of the table, packed as in include/linux/badblocks.h: bit 63 acknowledged, bits 62..9 the first
/// sector, bits 8..0 the length minus one.
/// </summary>
/// <param name="Packed">The record as it stands in the kernel's page.</param>
public readonly record struct BadblocksRecord(ulong Packed)
{
    /// <summary>Sectors that one record can hold, BB_MAX_LEN.</summary>
    public const uint MaxLength = 512;

    private const int LengthBits = 9;
    private const ulong LengthMask = (1UL << LengthBits) - 1;
    private const ulong StartMask = (1UL << 54) - 1;
    private const ulong AcknowledgedBit = 1UL << 63;

    /// <summary>First bad sector, 54 bits (BB_OFFSET).</summary>
    public ulong Start => (Packed >> LengthBits) & StartMask;

    /// <summary>Bad sectors, 1 to 512 (BB_LEN).</summary>
    public uint Length => (uint)(Packed & LengthMask) + 1;

    /// <summary>The sector after the last bad one (BB_END). At most 2^54 + 511, so it never wraps.</summary>
    public ulong End => Start + Length;

    /// <summary>Whether the record is acknowledged in metadata (BB_ACK).</summary>
    public bool Acknowledged => (Packed & AcknowledgedBit) != 0;

    /// <summary>
    /// Packs a record as BB_MAKE does: the three fields are or-ed without masks. A start of 2^54 and more therefore reaches
    /// the acknowledged bit, and a length of zero or above 512 reaches the start.
    /// </summary>
    public static BadblocksRecord Make(ulong start, ulong length, bool acknowledged) =>
        // BB_MAKE shifts the top bits of the start out and lets a zero length become all ones.
        new(unchecked((start << LengthBits) | (length - 1)) | (acknowledged ? AcknowledgedBit : 0));

    /// <summary>
    /// The same for a length that the kernel keeps in an int: one is taken off in 32 bits, so that -2^31 becomes 2^31-1, and
    /// only then is it extended to 64 bits.
    /// </summary>
    public static BadblocksRecord Make(ulong start, int length, bool acknowledged) =>
        Make(start, unchecked((ulong)(length - 1) + 1), acknowledged);
}
