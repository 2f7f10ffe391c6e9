namespace Conformance.RealDevice.Mapped;

/// <summary>The members of struct iomap that an iteration reads (include/linux/iomap.h).</summary>
/// <param name="Offset">loff_t, bytes in the file</param>
/// <param name="Length">u64, bytes</param>
/// <param name="Type">0: a hole</param>
/// <param name="Stale">IOMAP_F_STALE</param>
internal readonly record struct Iomap(ulong Offset, ulong Length, ulong Type, bool Stale)
{
    public const ulong Hole = 0;

    /// <summary>IOMAP_F_STALE in the flags of a history, whatever bit a release uses.</summary>
    public const ulong StaleFlag = 0x100;

    public ulong End => unchecked(Offset + Length);
}
