using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Nvdimm;

/// <summary>
/// Digests of bytes by what made the bytes, in words that say it in full: a page of 64 KiB costs more than a whole history. They are
/// forgotten, all of them, when there are too many.
/// </summary>
internal sealed class KnownDigests
{
    private const int Most = 1 << 14;

    private readonly Dictionary<ulong[], ulong> _digests = new(new BySequence());
    private readonly Dictionary<ulong[], ulong>.AlternateLookup<ReadOnlySpan<ulong>> _bySpan;

    public KnownDigests() => _bySpan = _digests.GetAlternateLookup<ReadOnlySpan<ulong>>();

    public bool TryGet(ReadOnlySpan<ulong> makings, out ulong digest) => _bySpan.TryGetValue(makings, out digest);

    public void Keep(ReadOnlySpan<ulong> makings, ulong digest)
    {
        if (_digests.Count == Most) _digests.Clear();
        _bySpan[makings] = digest;
    }

    private sealed class BySequence : IEqualityComparer<ulong[]>, IAlternateEqualityComparer<ReadOnlySpan<ulong>, ulong[]>
    {
        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<ulong> alternate, ulong[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] ulong[] obj) => GetHashCode((ReadOnlySpan<ulong>)obj);

        public int GetHashCode(ReadOnlySpan<ulong> alternate)
        {
            var digest = new Digest();
            digest.Add(MemoryMarshal.AsBytes(alternate));
            return (int)digest.Value;
        }

        public ulong[] Create(ReadOnlySpan<ulong> alternate) => alternate.ToArray();
    }
}
