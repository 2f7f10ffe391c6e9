using System.Globalization;

namespace Conformance.Exhaustive;

/// <summary>The scopes there are.</summary>
public static class Scopes
{
    private static readonly (string Name, string Bound, int Usual, int Least, int Most, Func<int, Scope> Make)[] Known =
    [
        ("direct-access", "pages", 3, 1, 9, n => new DirectAccessScope(n)),
        ("writes", "pages", 2, 1, 6, n => new WritesScope(n)),
        ("badblocks", "calls", 3, 1, 6, n => new BadblocksScope(n)),
        ("calls", "calls", 4, 1, 7, n => new CallsScope(n)),
        ("kmap", "calls", 6, 1, 12, n => new KmapScope(n)),
        ("iomap", "calls", 2, 1, 3, n => new IomapScope(n)),
    ];

    /// <summary>Each at its usual size.</summary>
    public static IEnumerable<Scope> All => Known.Select(k => k.Make(k.Usual));

    /// <summary>NAME or NAME:BOUND=SIZE.</summary>
    /// <exception cref="FormatException">it is none; says which there are</exception>
    public static Scope Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, rest) = text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : (text, "");
        var known = Array.Find(Known, k => k.Name == name);
        if (known.Make is null) throw new FormatException($"there is no scope '{name}': wanted one of {string.Join(", ", Known.Select(k => k.Name))}; do: daxspec list scopes");
        if (rest.Length == 0) return known.Make(known.Usual);
        return rest.StartsWith($"{known.Bound}=", StringComparison.Ordinal) && int.TryParse(rest.AsSpan(known.Bound.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size >= known.Least && size <= known.Most
            ? known.Make(size) : throw new FormatException($"scope '{text}': found '{rest}'; wanted {known.Bound}={known.Least} to {known.Bound}={known.Most}");
    }
}
