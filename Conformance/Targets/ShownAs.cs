using Conformance.Reference.Histories;

namespace Conformance.Targets;

/// <summary>A target under the name by which its user reaches it: inside a guest the device is a dax: file, outside it is lab:KERNEL/DRIVER.</summary>
public sealed class ShownAs(ITarget inner, string name, string? driver = null) : ITarget
{
    public TargetDescription Description => inner.Description with { Name = name, Driver = driver ?? inner.Description.Driver };

    public IDeviceUnderTest Open() => inner.Open();

    public void Dispose() => inner.Dispose();
}
