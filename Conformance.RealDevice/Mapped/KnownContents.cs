using System.Runtime.InteropServices;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The contents that were seen last, and their digests: what is equal to one of them, byte for byte, has its digest, and to compare costs
/// less than half of what it costs to digest.
/// </summary>
internal sealed class KnownContents
{
    private const int Most = 64;
    private const int WordsPerSample = 64;

    private readonly ulong[] _samples = new ulong[Most];
    private readonly (byte[]? Bytes, int Length, ulong Digest)[] _known = new (byte[]?, int, ulong)[Most];
    private int _newest;

    public ulong DigestOf(ReadOnlySpan<byte> bytes)
    {
        var sample = SampleOf(bytes);
        var at = _samples.AsSpan().IndexOf(sample);
        if (at >= 0 && _known[at] is { Bytes: { } contents } known && contents.AsSpan(0, known.Length).SequenceEqual(bytes)) return known.Digest;
        if (at < 0) at = _newest = (_newest + 1) % Most;
        _samples[at] = sample;
        ref var place = ref _known[at];
        if (place.Bytes is null || place.Bytes.Length < bytes.Length) place.Bytes = new byte[bytes.Length];
        // What is digested is what is kept.
        bytes.CopyTo(place.Bytes);
        place.Length = bytes.Length;
        return place.Digest = Digest.Of(place.Bytes.AsSpan(0, place.Length));
    }

    /// <summary>The digest of one word of each 512 bytes, and of how many there are: most contents that differ differ in it.</summary>
    private static ulong SampleOf(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var sample = new Digest();
        sample.Add((ulong)bytes.Length);
        for (var i = 0; i < words.Length; i += WordsPerSample) sample.Add(words[i]);
        return sample.Value;
    }
}
