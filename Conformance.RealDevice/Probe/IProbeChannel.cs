using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>A way to /dev/daxspec: ioctls on this machine, or frames to a guest. One thread.</summary>
public interface IProbeChannel : IDisposable
{
    /// <summary>What the probe says of itself; its version has been checked.</summary>
    daxspec_info Info { get; }

    /// <summary>Opens a provider; the one before is closed.</summary>
    /// <exception cref="TargetException">it cannot be opened</exception>
    /// <exception cref="ProbeLostException">no answer</exception>
    daxspec_device Open(in daxspec_open request);

    /// <summary>Hands histories over; answers come by <see cref="Receive"/>, in the order of the calls.</summary>
    void Send(ReadOnlyMemory<byte> requests);

    /// <summary>What became of the oldest <see cref="Send"/>.</summary>
    /// <exception cref="TargetException">the probe refused the histories</exception>
    /// <exception cref="ProbeLostException">no answer</exception>
    ProbeAnswers Receive();
}
