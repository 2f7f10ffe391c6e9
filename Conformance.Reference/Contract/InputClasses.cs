using System.Numerics;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>A set of <see cref="InputClass"/>, one bit each.</summary>
public readonly record struct InputClasses(ulong Bits)
{
    public static InputClasses Of(params ReadOnlySpan<InputClass> classes)
    {
        var bits = 0UL;
        foreach (var item in classes) bits |= 1UL << (int)item;
        return new(bits);
    }

    public bool Has(InputClass item) => (Bits >> (int)item & 1) != 0;

    public bool Contains(InputClasses all) => (Bits & all.Bits) == all.Bits;

    public static InputClasses operator |(InputClasses left, InputClasses right) => new(left.Bits | right.Bits);

    public static InputClasses operator &(InputClasses left, InputClasses right) => new(left.Bits & right.Bits);

    public IEnumerable<InputClass> Items
    {
        get
        {
            for (var bits = Bits; bits != 0; bits &= bits - 1) yield return (InputClass)BitOperations.TrailingZeroCount(bits);
        }
    }

    public override string ToString() => string.Join(", ", Items.Select(DataName.Of));
}
