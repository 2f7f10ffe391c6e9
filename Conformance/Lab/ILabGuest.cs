using Conformance.Reference.Histories;

namespace Conformance.Lab;

/// <summary>A booted kernel with all its drivers. A guest that is lost is replaced behind this; the losses are on record.</summary>
public interface ILabGuest : IDisposable
{
    /// <summary>As uname -r says.</summary>
    string Release { get; }

    /// <summary>In the order of the guest's own list, absent ones included.</summary>
    IReadOnlyList<LabProvider> Providers { get; }

    /// <summary>From the start of QEMU to the first answer.</summary>
    TimeSpan BootTime { get; }

    /// <summary>Since the first boot.</summary>
    LabCalls Calls { get; }

    /// <summary>Since the first boot.</summary>
    IReadOnlyList<LabLoss> Losses { get; }

    /// <exception cref="TargetException">the driver is absent or cannot be opened</exception>
    ITarget Open(string provider);
}
