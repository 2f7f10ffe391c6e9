using System.Globalization;

namespace Conformance.RealDevice.DaxFile;

/// <summary>The release of the running kernel: decides which operations exist in it and what user space sees of their errors.</summary>
/// <param name="Text">as uname -r tells it</param>
/// <param name="Major">first number</param>
/// <param name="Minor">second number</param>
public readonly record struct KernelRelease(string Text, int Major, int Minor)
{
    /// <summary>/proc/sys/kernel/osrelease.</summary>
    public static KernelRelease Running => Parse(System.IO.File.ReadAllText("/proc/sys/kernel/osrelease").Trim());

    public static KernelRelease Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('.', '-', '+');
        return new(text, Number(parts, 0), Number(parts, 1));
    }

    public bool IsAtLeast(int major, int minor) => Major > major || Major == major && Minor >= minor;

    private static int Number(string[] parts, int i) =>
        i < parts.Length && int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
