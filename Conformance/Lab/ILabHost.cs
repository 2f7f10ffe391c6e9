using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.Lab;

/// <summary>Boots guests.</summary>
public interface ILabHost
{
    /// <param name="kernel">the generation, as in lab/kernels</param>
    /// <param name="own">an image and modules of the user's in place of the prepared ones, or null</param>
    /// <param name="load">how the guest loads the probe, and what else</param>
    /// <param name="progress">gets what there is to tell while it boots</param>
    /// <param name="cancel">ends the boot</param>
    /// <exception cref="TargetException">not prepared, or it does not boot</exception>
    ILabGuest Boot(string kernel, OwnKernel? own, ProbeLoad load, TextWriter progress, CancellationToken cancel);
}
