namespace Conformance.Reference.Histories;

/// <summary>A set of <see cref="Aspect"/>, one bit each.</summary>
public readonly record struct AspectSet(uint Bits)
{
    public static AspectSet Empty => default;

    public static AspectSet Of(params ReadOnlySpan<Aspect> aspects)
    {
        var bits = 0u;
        foreach (var aspect in aspects) bits |= 1u << (int)aspect;
        return new(bits);
    }

    public bool Has(Aspect aspect) => (Bits >> (int)aspect & 1) != 0;

    public bool IsEmpty => Bits == 0;

    public AspectSet With(Aspect aspect) => new(Bits | 1u << (int)aspect);

    public AspectSet Without(Aspect aspect) => new(Bits & ~(1u << (int)aspect));

    public static AspectSet operator &(AspectSet left, AspectSet right) => new(left.Bits & right.Bits);

    public static AspectSet operator |(AspectSet left, AspectSet right) => new(left.Bits | right.Bits);

    public static AspectSet operator ~(AspectSet set) => new(~set.Bits);

    public IEnumerable<Aspect> Items
    {
        get
        {
            for (var bits = Bits; bits != 0; bits &= bits - 1)
                yield return (Aspect)System.Numerics.BitOperations.TrailingZeroCount(bits);
        }
    }

    public override string ToString() => string.Join(", ", Items);
}
