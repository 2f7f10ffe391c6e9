using System.Buffers.Binary;

namespace Conformance.Reference.Histories;

/// <summary>
/// A 64-bit digest of bytes: four lanes of multiply-and-fold over 8-byte little-endian words. Not cryptographic: it only
/// has to tell page contents apart, the same on every machine.
/// </summary>
public struct Digest
{
    private const ulong Prime = 0x9FB21C651E98DF25;
    private ulong _a, _b, _c, _d, _length;

    public Digest()
    {
        (_a, _b, _c, _d) = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5);
        _length = 0;
    }

    public readonly ulong Value => Mix(Mix(Mix(Mix(_length, _a), _b), _c), _d);

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var digest = new Digest();
        digest.Add(bytes);
        return digest.Value;
    }

    public void Add(ulong word)
    {
        _a = Mix(_a, word);
        _length += 8;
    }

    public void Add(ReadOnlySpan<ulong> words)
    {
        var a = _a;
        foreach (var word in words) a = Mix(a, word);
        _a = a;
        _length += 8 * (ulong)words.Length;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _length += (ulong)bytes.Length;
        // Locals stay in registers.
        var (a, b, c, d) = (_a, _b, _c, _d);
        for (; bytes.Length >= 32; bytes = bytes[32..])
        {
            a = (a ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Prime;
            b = (b ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..])) * Prime;
            c = (c ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..])) * Prime;
            d = (d ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..])) * Prime;
            a ^= a >> 29;
            b ^= b >> 31;
            c ^= c >> 30;
            d ^= d >> 28;
        }
        (_a, _b, _c, _d) = (a, b, c, d);
        for (; bytes.Length >= 8; bytes = bytes[8..]) _a = Mix(_a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        var rest = 0UL;
        for (var i = bytes.Length - 1; i >= 0; i--) rest = rest << 8 | bytes[i];
        if (bytes.Length > 0) _a = Mix(_a, rest);
    }

    private static ulong Mix(ulong state, ulong word)
    {
        state = (state ^ word) * Prime;
        return state ^ state >> 32;
    }
}
