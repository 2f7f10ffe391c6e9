using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mapped;

/// <summary>What a mapped device is made of; a mutant makes one part wrong.</summary>
internal class DriverParts
{
    public virtual PmemDevice Pmem(Profile profile) => new(profile);

    public virtual PrivatePage PrivatePage() => new();
}
