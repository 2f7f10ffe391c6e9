using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace FsCheck.Xunit;

/// <summary>Where generation starts. With a size it names one case, without it a whole run.</summary>
internal readonly record struct ReplayString(ulong Seed, ulong Gamma, int? Size)
{
    /// <exception cref="FormatException">The text is not a replay string.</exception>
    public static ReplayString Parse(string text) =>
        TryParse(text, out var replay) ? replay : throw new FormatException(
            $"""
             Replay is "{text}".
             Wanted "seed,gamma" or "seed,gamma,size": unsigned decimal integers of 64, 64 and 31 bits, gamma odd.
             Paste the [Property(Replay = "...")] line that ends a failure, or remove Replay.
             """);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Seed},{Gamma}{(Size is { } size ? $",{size}" : "")}");

    /// <summary>The line that, pasted over a test's attribute, repeats the run.</summary>
    public string ToAttribute() => $"[Property(Replay = \"{this}\")]";

    private static bool TryParse(string text, out ReplayString replay)
    {
        replay = default;
        var parts = text.Trim().Trim('(', ')').Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (2 or 3) || !TryParse(parts[0], out ulong seed) || !TryParse(parts[1], out ulong gamma))
            return false;

        // SplitMix64 steps by gamma: an even one does not visit every state, and FsCheck refuses it.
        if (ulong.IsEvenInteger(gamma))
            return false;

        int? size = null;
        if (parts.Length == 3)
        {
            if (!TryParse(parts[2], out int last) || last < 0)
                return false;
            size = last;
        }

        replay = new ReplayString(seed, gamma, size);
        return true;
    }

    private static bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value) where T : INumber<T> =>
        T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
}
