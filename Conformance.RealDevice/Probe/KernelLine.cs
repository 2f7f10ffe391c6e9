using System.Text.RegularExpressions;

namespace Conformance.RealDevice.Probe;

/// <summary>A kernel's log line without what differs from run to run: level, time stamp, processor, process, addresses.</summary>
public static partial class KernelLine
{
    /// <param name="line">"LEVEL text" of the probe, or "[  12.345678] text" of a console</param>
    public static string Stable(string line) => Hexadecimal().Replace(Process().Replace(Front().Replace(line, ""), ""), "0x...");

    [GeneratedRegex(@"^(<?\d+>?\s+)?(\[\s*\d+\.\d+\](\[[^\]]*\])?\s*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Front();

    [GeneratedRegex(@"\b(CPU|PID|UID): \d+ ?", RegexOptions.CultureInvariant)]
    private static partial Regex Process();

    [GeneratedRegex(@"\b(0x)?[0-9a-f]{12,16}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();
}
