using System.Numerics;

namespace Conformance.RealDevice.Mapped;

/// <summary>Bytes of one worker, for the time of a call. There are no more than were ever asked for: a call may want 256 KiB, most want a page.</summary>
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
