using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>The probe said something that its wire format does not have.</summary>
internal static class Malformed
{
    public static TargetException Of(string found, string wanted) =>
        new($"the kernel probe's answer is malformed: found {found}; wanted {wanted}; do: build the probe and this program from the same revision (lab/prepare)");
}
