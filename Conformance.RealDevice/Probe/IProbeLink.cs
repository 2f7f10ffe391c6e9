using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>A provider behind a probe, and a machine that can perhaps be had anew when it is gone.</summary>
public interface IProbeLink
{
    /// <summary>The channel with the provider open.</summary>
    /// <exception cref="TargetException">it cannot be opened</exception>
    IProbeChannel Channel { get; }

    /// <summary>The machine is gone: says what it left behind, and starts a fresh one.</summary>
    /// <param name="reason">how that showed</param>
    /// <exception cref="TargetException">there is no other machine, or there were too many</exception>
    ProbeDeath Lose(string reason);

    /// <summary>A batch was carried out.</summary>
    void Count(ulong calls, ulong nanoseconds);
}
