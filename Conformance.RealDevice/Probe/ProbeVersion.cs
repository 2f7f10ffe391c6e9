using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>Whether a probe speaks this program's language.</summary>
internal static class ProbeVersion
{
    /// <exception cref="TargetException">it does not</exception>
    public static daxspec_info Check(in daxspec_info info)
    {
        if (info.version == 0) throw new TargetException("the guest has no probe: found a HELLO without one; wanted /dev/daxspec; do: lab/prepare with the name of that kernel, as root; of a kernel of your own, name its build directory with --headers");
        var (aspects, operations) = ((uint)Outcome.AspectCount, (uint)OperationSpec.All.Length);
        return info.version == DAXSPEC_VERSION && info.aspects == aspects && info.operations == operations ? info
            : throw Malformed.Of($"version {info.version} with {info.aspects} aspects and {info.operations} operations", $"version {DAXSPEC_VERSION} with {aspects} and {operations}");
    }

    /// <summary>The text in a fixed field of the wire, up to its NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field) => System.Text.Encoding.UTF8.GetString(field[..(field.IndexOf((byte)0) is >= 0 and var end ? end : field.Length)]);
}
