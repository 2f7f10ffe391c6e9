using Conformance.Reference.Histories;

namespace Conformance.Lab;

/// <summary>A booted kernel with all its drivers. A guest that is lost is replaced behind this.</summary>
public interface ILabGuest : IDisposable
{
    /// <summary>As uname -r says.</summary>
    string Release { get; }

    /// <summary>In the order of the guest's own list, absent ones included.</summary>
    IReadOnlyList<LabProvider> Providers { get; }

    /// <param name="provider">its name</param>
    /// <param name="profile">the generation that a driver which claims to be nd_pmem is judged by</param>
    /// <exception cref="TargetException">the driver is absent or cannot be opened</exception>
    ITarget Open(string provider, string profile);
}
