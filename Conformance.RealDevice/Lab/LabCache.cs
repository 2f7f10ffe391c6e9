using System.Diagnostics.CodeAnalysis;

namespace Conformance.RealDevice.Lab;

/// <summary>The directory where <c>lab/prepare</c> leaves kernels, one sub-directory per generation.</summary>
public sealed class LabCache(string root)
{
    private static readonly string[] Files = ["vmlinuz", "initrd", "version"];

    /// <summary>The directory that <c>lab/prepare</c> uses in this environment.</summary>
    public static LabCache Default => new(Locate(Environment.GetEnvironmentVariable));

    public string Root { get; } = root;

    /// <summary>Generations that can be booted, in ordinal order.</summary>
    public IReadOnlyList<string> Prepared =>
        Directory.Exists(Root)
            ? [.. Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)).Where(name => Missing(name).Count == 0).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The command that prepares a kernel, to be run in the root of the repository.</summary>
    public static string PrepareCommand(string kernel) => $"lab/prepare {kernel}";

    /// <summary>The rule of <c>lab/prepare</c>: DAXSPEC_LAB_CACHE, or daxspec/lab in the user's cache directory.</summary>
    public static string Locate(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("DAXSPEC_LAB_CACHE") is { Length: > 0 } own)
            return own;
        var cache = environment("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg : Path.Join(environment("HOME"), ".cache");
        return Path.Join(cache, "daxspec", "lab");
    }

    /// <summary>The files that a bootable kernel needs and that are not there; none when it can be booted.</summary>
    public IReadOnlyList<string> Missing(string kernel) =>
        [.. Files.Select(file => Path.Join(Root, kernel, file)).Where(path => !File.Exists(path))];

    /// <summary>Looks a kernel up; where it cannot be booted, <paramref name="problem"/> says what is missing and what to do.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out LabKernel? kernel, [NotNullWhen(false)] out string? problem)
    {
        var missing = Missing(name);
        if (missing.Count > 0)
        {
            kernel = null;
            problem = $"kernel {name} is not prepared: no {string.Join(", no ", missing)}; "
                + $"prepared: {(Prepared is { Count: > 0 } ready ? string.Join(", ", ready) : "none")}; run: {PrepareCommand(name)}";
            return false;
        }

        var directory = Path.Join(Root, name);
        kernel = new LabKernel(name, File.ReadAllText(Path.Join(directory, "version")).Trim(),
            Path.Join(directory, "vmlinuz"), Path.Join(directory, "initrd"));
        problem = null;
        return true;
    }
}
