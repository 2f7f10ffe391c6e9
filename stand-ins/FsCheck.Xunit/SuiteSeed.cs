using System.Globalization;
using System.Text;

namespace FsCheck.Xunit;

/// <summary>Gives every property a generator of its own that is the same in every run.</summary>
internal static class SuiteSeed
{
    /// <summary>Holds the suite seed as decimal or 0x-hexadecimal text of 64 bits; 0 when not set.</summary>
    public const string Variable = "DAXSPEC_SEED";

    // The increment of SplitMix64: the odd integer nearest to 2^64 divided by the golden ratio.
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    public static ulong FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    /// <exception cref="FormatException">The text is not a suite seed.</exception>
    public static ulong Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        var parsed = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seed)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
        return parsed ? seed : throw new FormatException(
            $"""
             {Variable} is "{text}".
             Wanted an unsigned 64-bit integer, decimal (123) or hexadecimal (0x7B).
             Correct the variable, or unset it for the seed 0.
             """);
    }

    /// <summary>The start of a test's generator, from the suite seed and the test's fully qualified name.</summary>
    public static ReplayString For(ulong suiteSeed, string fullName)
    {
        unchecked // the arithmetic of hashes is modulo 2^64
        {
            var state = Mix(suiteSeed + GoldenGamma) ^ Fnv1A(fullName);
            var gamma = Mix(state + (2 * GoldenGamma)) | 1; // FsCheck takes odd gammas only
            return new ReplayString(Mix(state + GoldenGamma), gamma, Size: null);
        }
    }

    // FNV-1a of 64 bits over UTF-8. string.GetHashCode differs from process to process.
    private static ulong Fnv1A(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(0xCBF29CE484222325, (hash, b) => unchecked((hash ^ b) * 0x100000001B3));

    // The finalizer of SplitMix64 (variant 13 of David Stafford's): names that differ in one letter give unrelated seeds.
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
