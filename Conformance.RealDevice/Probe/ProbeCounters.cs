using System.Globalization;

namespace Conformance.RealDevice.Probe;

/// <summary>What a probe counted while histories were carried out. Facts for the environment block; no verdict reads them.</summary>
public sealed class ProbeCounters
{
    /// <summary>Calls of kernel functions under test.</summary>
    public ulong Calls { get; private set; }

    /// <summary>Time in them.</summary>
    public ulong Nanoseconds { get; private set; }

    public void Add(ulong calls, ulong nanoseconds) => (Calls, Nanoseconds) = (Calls + calls, Nanoseconds + nanoseconds);

    /// <summary>Lines for the environment block.</summary>
    public IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("kernel calls", Calls.ToString(CultureInfo.InvariantCulture));
        if (Nanoseconds > 0) yield return ("calls per second", (Calls * 1e9 / Nanoseconds).ToString("F0", CultureInfo.InvariantCulture));
    }
}
