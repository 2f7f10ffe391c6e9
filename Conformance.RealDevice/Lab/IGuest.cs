using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Lab;

/// <summary>One life of a guest that serves the probe, from its boot to its end.</summary>
public interface IGuest : IDisposable
{
    /// <summary>The host's end of the port that the relay answers on.</summary>
    Stream Port { get; }

    /// <summary>The journal, from the guest's memory, whether the guest lives or not; null when there is none.</summary>
    daxspec_journal? Journal();

    /// <summary>What the kernel said since it serves; after a panic, from its first sign on.</summary>
    IReadOnlyList<string> KernelLog { get; }

    /// <summary>Waits a little for a guest that ends by itself, so that its last words are in.</summary>
    void AwaitEnd();
}
