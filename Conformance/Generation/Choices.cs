namespace Conformance.Generation;

/// <summary>
/// The entropy of one case: a counter-based stream that is a function of (seed, case) alone, so that any case can be made
/// without the ones before it, on any thread. FsCheck feeds the same decoder through <see cref="HistoryArbitrary"/>.
/// </summary>
public struct Choices(ulong entropy)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = entropy;

    /// <summary>The choices of case <paramref name="n"/> of a seed.</summary>
    public static Choices Of(ulong seed, ulong n) => new(Entropy(seed, n));

    /// <summary>The 64 bits that case n of a seed is decoded from.</summary>
    public static ulong Entropy(ulong seed, ulong n) => unchecked(Mix(Mix(seed + Golden) + n * Golden));

    public ulong Next() => Mix(unchecked(_state += Golden));

    /// <summary>A number in 0 .. bound-1.</summary>
    public ulong Below(ulong bound) => Math.BigMul(Next(), bound, out _);

    public int Below(int bound) => (int)Below((ulong)bound);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
        return z ^ z >> 31;
    }
}
