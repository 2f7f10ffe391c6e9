namespace Conformance.Lab;

/// <summary>What a process sees of a driver: through a file on a file system, or device-dax.</summary>
/// <param name="Driver">as in <see cref="LabDrivers"/></param>
/// <param name="Kind">dax.FILESYSTEM, or devdax</param>
public readonly record struct Surface(string Driver, string Kind)
{
    /// <summary>Those of one kernel: each driver, and each file system on at least one. A kernel need not have them all.</summary>
    public static IReadOnlyList<Surface> All { get; } =
    [
        new("e820", "dax.ext4"), new("e820", "dax.xfs"), new("e820", "dax.xfs-reflink"), new("nfit", "dax.xfs"), new("nfit-dev", "dax.ext4"), new("virtio_pmem", "dax.ext4"),
        new("dm-linear", "dax.ext4"), new("dm-stripe", "dax.xfs"), new("dm-mixed", "dax.ext4"), new("ramdax", "dax.xfs"), new("devdax", "devdax"),
    ];

    /// <summary>As in a target: lab:KERNEL/NAME.</summary>
    public string Name => $"{Driver}/{Kind}";

    /// <summary>Of its reports; also how lab/guest/init names it.</summary>
    public string Directory => DirectoryOf(Name);

    public static string DirectoryOf(string name) => name.Replace('/', '.');
}
