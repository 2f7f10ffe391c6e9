using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mapped;

/// <summary>What a mapped device is made of; a mutant makes one part wrong.</summary>
internal class DriverParts
{
    public virtual PmemDevice Pmem(Profile profile) => new(profile);

    /// <summary>The core in front of the driver is a guarded one: what it would call through is not the driver's to answer for.</summary>
    public virtual bool Guarded => false;

    public virtual PrivatePage PrivatePage() => new();
}
