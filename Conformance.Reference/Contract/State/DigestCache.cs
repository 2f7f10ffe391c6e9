using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract.State;

/// <summary>Digests of page contents by a key that stands for the bytes, and the buffers to compute them.</summary>
internal sealed class DigestCache
{
    /// <summary>Digests kept before the cache starts over: it bounds memory (24 bytes each), not correctness.</summary>
    private const int MaxEntries = 1 << 16;

    /// <summary>Period of <see cref="InitialContents.PatternByte"/> in bytes.</summary>
    private const int Period = 251;

    private readonly Dictionary<ulong, ulong> _digests = [];
    private readonly byte[]?[] _patterns = new byte[]?[256];
    private byte[] _buffer = new byte[4096];

    public static ulong Mix(ulong state, ulong word)
    {
        state = unchecked((state ^ word) * 0x9FB21C651E98DF25 + 0x9E3779B97F4A7C15);
        return state ^ state >> 29;
    }

    public bool TryGet(ulong key, out ulong digest) => _digests.TryGetValue(key, out digest);

    public ulong Keep(ulong key, ulong digest)
    {
        if (_digests.Count >= MaxEntries) _digests.Clear();
        _digests[key] = digest;
        return digest;
    }

    /// <summary>One page of scratch bytes.</summary>
    public Span<byte> Buffer(int pageShift)
    {
        if (_buffer.Length < 1 << pageShift) _buffer = new byte[1 << pageShift];
        return _buffer.AsSpan(0, 1 << pageShift);
    }

    /// <summary>The same bytes as <see cref="InitialContents.FillPattern"/>, one period at a time.</summary>
    public void FillPattern(byte seed, ulong start, Span<byte> target)
    {
        var pattern = _patterns[seed];
        if (pattern is null)
        {
            pattern = new byte[Period];
            InitialContents.FillPattern(seed, 0, pattern);
            _patterns[seed] = pattern;
        }
        for (var at = (int)(start % Period); target.Length > 0; at = 0)
        {
            var length = Math.Min(Period - at, target.Length);
            pattern.AsSpan(at, length).CopyTo(target);
            target = target[length..];
        }
    }
}
