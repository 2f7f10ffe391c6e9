using System.Buffers.Binary;

namespace Conformance.Reference.Histories;

/// <summary>
/// What the data area holds when a history starts: the first <see cref="Geometry.StampedPages"/> pages carry a pattern in which
/// every 8-byte word differs, all other pages are zero.
/// </summary>
public static class InitialContents
{
    /// <summary>Fills <paramref name="destination"/> with the bytes of page <paramref name="page"/> from byte <paramref name="offset"/> on; offset and length in bytes, multiples of 8.</summary>
    public static void Fill(ulong page, int offset, Span<byte> destination)
    {
        if (page >= Geometry.StampedPages)
        {
            destination.Clear();
            return;
        }
        for (var i = 0; i + 8 <= destination.Length; i += 8)
            BinaryPrimitives.WriteUInt64LittleEndian(destination[i..], Word(page, (ulong)(offset + i)));
    }

    /// <summary>The word at a byte offset of a stamped page.</summary>
    public static ulong Word(ulong page, ulong offset)
    {
        var z = unchecked((page << 32 | offset) + 0x9E3779B97F4A7C15 * (page + 1));
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
        return z ^ z >> 27 | 1;
    }

    /// <summary>Byte i of the pattern that a writing operation names by its seed; never 0, and it depends on i in a period of 251 bytes.</summary>
    public static byte PatternByte(byte seed, ulong i) => (byte)(1 + (seed * 37UL + i % 251 * 5) % 255);

    /// <summary>Fills with the pattern of a seed from its byte <paramref name="start"/> on.</summary>
    public static void FillPattern(byte seed, ulong start, Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i++) destination[i] = PatternByte(seed, start + (ulong)i);
    }
}
