using System.Collections.Immutable;
using System.Numerics;
using Conformance.RealDevice.DaxFile;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DevDax;

/// <summary>
/// devdax:/dev/daxX.Y: memory that device-dax maps without a file system. Page n of the device is page n of the data area; no
/// more than the first 2 MiB are used.
/// </summary>
public sealed class DevDaxTarget : ITarget
{
    private readonly DevDaxFile _file;

    /// <param name="device">/dev/daxX.Y</param>
    /// <param name="allowWrite">the start of this very device may be overwritten</param>
    /// <param name="profile">the generation whose nd_pmem would translate, load and store alike, or null for the contract alone</param>
    /// <exception cref="TargetException">the device cannot be used; found, wanted, what to do</exception>
    public DevDaxTarget(string device, bool allowWrite = false, string? profile = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        var name = $"devdax:{device}";
        if (!OperatingSystem.IsLinux()) throw Refusal.Of(name, "another system", "Linux", "run this on Linux");
        _file = DevDaxFile.Open(name, device, allowWrite);
        Description = Describe(name, profile);
    }

    public TargetDescription Description { get; }

    public IDeviceUnderTest Open() => new DevDaxDevice(_file, Description.Fixed!, Description.Observes);

    public void Dispose() => _file.Dispose();

    private TargetDescription Describe(string name, string? profile)
    {
        var pfn = _file.SeesFrames && _file.PhysicalAddress is not null;
        var translation = AspectSet.Of(Aspect.Failed, Aspect.Touched, Aspect.Contents) | (pfn ? AspectSet.Of(Aspect.Pfn) : AspectSet.Empty);
        return new()
        {
            Name = name,
            Title = "device-dax memory, from user space",
            Profile = profile,
            Fixed = new Geometry
            {
                PageShift = BitOperations.Log2((uint)Environment.SystemPageSize),
                Size = _file.Length,
                PhysAddr = _file.PhysicalAddress ?? new Geometry().PhysAddr,
            },
            TakesPoison = false,
            Observes = code => code switch
            {
                OpCode.dax_direct_access => translation,
                OpCode.fault => AspectSet.Of(Aspect.Failed, Aspect.Signal),
                OpCode.map_sync => AspectSet.Of(Aspect.Result),
                OpCode.load or OpCode.store => AspectSet.Of(Aspect.Result, Aspect.Contents),
                _ => AspectSet.Empty,
            },
            Limits = Limits(pfn),
            MaxWorkers = 1,
            Environment =
            [
                ("kernel", KernelRelease.Running.Text),
                ("msync", _file.Msync),
                ("device", $"first {_file.Length} bytes at {(_file.PhysicalAddress is { } start ? $"0x{start:x}" : "an address that is hidden")}, in units of {_file.Alignment}; overwritten"),
            ],
        };
    }

    private static ImmutableArray<string> Limits(bool pfn) =>
    [
        "dax_direct_access: device-dax has no dax_operations; what is seen is the translation of its fault handler, in units of its alignment; dax:FILE asks nd_pmem's own.",
        "dax_direct_access: only faults inside the device; counts below 1, pages beyond it, DAX_RECOVERY_WRITE, kaddr and errno have no way in or out; kernel: (the probe module) sees them.",
        "poison: nothing can be put on record for a device-dax device (the region's badblocks can only be read), so every device is clean; dax:FILE can.",
        "copy_cow_page_dax, cow_load, cow_store: device-dax refuses private mappings; dax:FILE has them.",
        "fault: shared mappings only; a fault maps a whole unit of the device, and its page frame is its own, whatever is on record.",
        "pread, pwrite, read_direct, write_direct: a character device without read and write; dax:FILE has them.",
        "all other operations: device-dax has no such function; kernel: (the probe module) calls nd_pmem's.",
        "load, store: by process_vm_readv and process_vm_writev, which follow the mapping's page tables; an instruction of our own would die of SIGBUS.",
        .. pfn ? ImmutableArray<string>.Empty : ["pfn: this process may not know page frames or the device's address; run as root."],
    ];
}
