using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mapped;

/// <summary>What a mapped device is made of; a mutant makes one part wrong.</summary>
internal class DriverParts
{
    public virtual PmemDevice Pmem(Profile profile) => new(profile);

    /// <summary>The lock of the table, where calls may overlap.</summary>
    public virtual Badblocks Lock(Badblocks table, Turns turns) => Guarded ? new LockedTable(table, turns) : new LinuxLockedTable(table, turns, goesOnBehind: table is RewrittenBadblocks);

    /// <summary>The core in front of the driver is a guarded one: what it would call through is not the driver's to answer for.</summary>
    public virtual bool Guarded => false;

    public virtual DaxCore Core(Profile profile, PmemDevice pmem) => new(profile, pmem, Guarded);

    public virtual IomapIterator Iterator(Profile profile) => new(profile.Iomap, profile.IomapStale);

    public virtual KmapStack Kmaps() => new();

    public virtual PrivatePage PrivatePage() => new();

    public virtual CallerOperations Callers(PmemDevice pmem, DaxCore dax, KmapStack kmaps, IomapIterator iterator) => new(pmem, PrivatePage(), dax, kmaps, iterator);

    public virtual FileOperations Files(Profile profile, PmemDevice pmem, DaxCore dax) => new(profile, pmem, dax);
}
