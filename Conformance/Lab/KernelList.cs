using System.Reflection;

namespace Conformance.Lab;

/// <summary>lab/kernels, as it was when this program was built: the generations that lab/prepare can fetch.</summary>
public static class KernelList
{
    /// <summary>What "all" means on the command line: every prepared kernel.</summary>
    public const string Every = "all";

    private static readonly Lazy<IReadOnlyList<KernelEntry>> Embedded = new(() =>
        Parse(new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("lab/kernels")!).ReadToEnd()));

    public static IReadOnlyList<KernelEntry> All => Embedded.Value;

    /// <summary>Reads lines of generation, suite, "exact" or "newest", and description; "#" starts a comment line.</summary>
    public static IReadOnlyList<KernelEntry> Parse(string text) =>
    [
        .. text.Split('\n').Where(l => l.Trim().Length > 0 && l[0] != '#')
            .Select(l => l.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries))
            .Select(f => new KernelEntry(f[0], f.ElementAtOrDefault(1) ?? "", f.ElementAtOrDefault(2) == "newest", f.ElementAtOrDefault(3)?.Trim() ?? "")),
    ];

    /// <summary>By release, "5.10" before "6.1".</summary>
    public static IOrderedEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, string> kernel) =>
        items.OrderBy(i => Version.TryParse(kernel(i), out var version) ? version : new Version(int.MaxValue, 0)).ThenBy(kernel, StringComparer.Ordinal);
}
