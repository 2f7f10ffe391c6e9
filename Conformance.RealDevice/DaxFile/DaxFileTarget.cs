using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// dax:FILE: nd_pmem as the running kernel has it, checked from user space through a file on a DAX file system. Page n of the file
/// is page n of the data area.
/// </summary>
/// <remarks>
/// A file that does not exist is made, 16 pages long, and is gone at the end, whatever the end is. Poison is put on record in the
/// file's own sectors only and is written over again; should this process be killed in between, the file system does so when it
/// hands those blocks out.
/// </remarks>
public sealed class DaxFileTarget : ITarget
{
    private readonly DaxFileParts _parts;

    /// <param name="file">a file on ext4 or xfs on /dev/pmemN or a partition of it, mounted with -o dax</param>
    /// <param name="allowWrite">what this very file holds may be overwritten; needed for a file that exists</param>
    /// <param name="profile">the generation that the running kernel is to be compared with, or null for the contract alone</param>
    /// <param name="writable">the block device below it, when its sectors may be written directly where they are the file's own</param>
    /// <exception cref="TargetException">the file cannot be used; found, wanted, what to do</exception>
    public DaxFileTarget(string file, bool allowWrite = false, string? profile = null, string? writable = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var name = $"dax:{file}";
        if (!OperatingSystem.IsLinux()) throw Refusal.Of(name, "another system", "Linux", "run this on Linux");
        _parts = DaxFileParts.Open(name, file, allowWrite, writable);
        Description = Describe(name, profile);
    }

    public TargetDescription Description { get; }

    public IDeviceUnderTest Open() => new DaxFileDevice(_parts, Description.Fixed!, Description.Observes);

    public void Dispose() => _parts.Dispose();

    private TargetDescription Describe(string name, string? profile)
    {
        var visible = Enum.GetValues<OpCode>().ToImmutableDictionary(code => code, Observes);
        return new()
        {
            Name = name,
            Title = $"{(_parts.Disk.IsNdPmem ? "nd_pmem" : _parts.Disk.Provider)} below a file on a DAX file system, from user space",
            Profile = _parts.Disk.IsNdPmem ? profile : null,
            Fixed = new Geometry
            {
                PageShift = BitOperations.Log2((uint)Environment.SystemPageSize),
                Size = _parts.File.Length,
                PhysAddr = _parts.PhysicalAddress ?? new Geometry().PhysAddr,
                Synchronous = _parts.Disk.IsSynchronous,
            },
            TakesPoison = _parts.Badblocks is not null,
            Observes = code => visible[code],
            Limits = DaxFileLimits.Of(_parts),
            MaxWorkers = 1,
            Environment = Facts(),
        };
    }

    private AspectSet Observes(OpCode code)
    {
        var table = _parts.SeesTable ? AspectSet.Of(Aspect.Table) : AspectSet.Empty;
        var pfn = _parts.FirstPfn is not null && _parts.PhysicalAddress is not null ? AspectSet.Of(Aspect.Pfn) : AspectSet.Empty;
        var errno = _parts.TellsPoison ? AspectSet.Of(Aspect.Result) : AspectSet.Empty;
        var poison = _parts.Badblocks is not null;
        return code switch
        {
            OpCode.dax_direct_access => AspectSet.Of(Aspect.Failed, Aspect.Touched, Aspect.Contents) | pfn | errno,
            OpCode.dax_recovery_write when poison && _parts.HasRecoveryWrite => AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Contents) | table,
            OpCode.badblocks_set when poison => AspectSet.Of(Aspect.Result, Aspect.Failed) | table,
            OpCode.copy_cow_page_dax => AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Cow, Aspect.Contents),
            OpCode.load or OpCode.store => AspectSet.Of(Aspect.Result, Aspect.Contents),
            OpCode.cow_load or OpCode.cow_store => AspectSet.Of(Aspect.Result, Aspect.Cow),
            OpCode.fault => AspectSet.Of(Aspect.Failed, Aspect.Signal),
            OpCode.pread => AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Contents),
            OpCode.pwrite => AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Contents) | table,
            OpCode.read_direct when _parts.Direct is not null => AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Contents),
            OpCode.write_direct when _parts.WritesDirect => AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Contents) | table,
            OpCode.map_sync => AspectSet.Of(Aspect.Result),
            _ => AspectSet.Empty,
        };
    }

    private ImmutableArray<(string Name, string Value)> Facts()
    {
        var (file, disk) = (_parts.File, _parts.Disk);
        var start = disk.PhysicalBase is { } address ? $"0x{address:x}" : "an address that is hidden";
        return
        [
            ("kernel", _parts.Kernel.Text),
            ("file", $"{file.Length} bytes at byte {file.Physical} of {disk.Holder}, {(file.IsCreated ? "made for this run" : "overwritten")}"),
            ("file system", $"{file.FileSystem}, STATX_ATTR_DAX"),
            ("disk", string.Create(CultureInfo.InvariantCulture, $"{disk.Name} of {disk.Provider}, data area at {start}, partition start {disk.PartitionStart}")),
            ("MAP_SYNC", _parts.MapSync),
            ("O_DIRECT", _parts.DirectAccess),
            ("poison", _parts.Poison),
            ("private page", _parts.PrivatePages),
        ];
    }
}
