namespace Conformance.RealDevice.Mapped;

/// <summary>
/// One entry of a badblocks table in its 64 bits (include/linux/badblocks.h): acknowledged in bit 63, start in bits 9 to 62, length - 1
/// in bits 0 to 8. Packing checks nothing: what is too large runs into the neighbouring bits, as it does in the kernel.
/// </summary>
internal readonly record struct BadRecord(ulong Bits)
{
    /// <summary>The most sectors one entry holds.</summary>
    public const int MaxLength = 512;

    public static BadRecord Pack(ulong start, ulong length, bool acknowledged) =>
        new(start << 9 | unchecked(length - 1) | (acknowledged ? 1UL << 63 : 0));

    public ulong Start => (Bits & 0x7FFF_FFFF_FFFF_FE00) >> 9;

    public ulong Length => (Bits & 0x1FF) + 1;

    public bool Acknowledged => Bits >> 63 != 0;

    /// <summary>The first sector behind.</summary>
    public ulong End => Start + Length;
}
