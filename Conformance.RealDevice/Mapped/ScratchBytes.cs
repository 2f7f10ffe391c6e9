using System.Numerics;

namespace Conformance.RealDevice.Mapped;

/// <summary>Bytes of one owner: no more than were ever asked for, since a call may want 256 KiB, and most want a page.</summary>
internal sealed class ScratchBytes
{
    private byte[] _bytes = [];

    /// <summary>The first bytes; they hold what they held, unless there never were as many.</summary>
    public Span<byte> First(int length)
    {
        if (_bytes.Length < length) _bytes = new byte[BitOperations.RoundUpToPowerOf2((uint)length)];
        return _bytes.AsSpan(0, length);
    }
}
