namespace Conformance.Exhaustive;

/// <summary>A number taken apart into digits of any base, the lowest first.</summary>
/// <param name="number">what is left of it</param>
public struct Digits(long number)
{
    /// <summary>The next digit, 0 to <paramref name="radix"/> - 1.</summary>
    public int Take(int radix)
    {
        (number, var digit) = long.DivRem(number, radix);
        return (int)digit;
    }

    /// <summary>The value that the next digit chooses.</summary>
    public T Of<T>(ReadOnlySpan<T> values) => values[Take(values.Length)];
}
