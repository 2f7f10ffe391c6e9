using System.Runtime.InteropServices;
using Conformance.RealDevice.DaxFile;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.DevDax;

/// <summary>An open device-dax character device and the mappings of its start.</summary>
internal sealed unsafe class DevDaxFile : IDisposable
{
    /// <summary>Bytes of the device that are used, from its start: all of them are overwritten.</summary>
    public const ulong MaxBytes = 2UL << 20;

    private readonly string _target;
    private readonly Pagemap _pagemap = new();
    private readonly SafeFileHandle _handle;

    private DevDaxFile(string target, SafeFileHandle handle)
    {
        (_target, _handle) = (target, handle);
    }

    /// <summary>Bytes that serve as the device.</summary>
    public ulong Length { get; private set; }

    /// <summary>Bytes that one mapping is aligned to.</summary>
    public ulong Alignment { get; private set; }

    /// <summary>Physical address of the device in bytes; null when this process may not know it.</summary>
    public ulong? PhysicalAddress { get; private set; }

    /// <summary>Bytes of the whole device.</summary>
    public ulong DeviceBytes { get; private set; }

    /// <summary>What msync(2) of a mapping says, in words; device-dax has nothing to write back to.</summary>
    public string Msync { get; private set; } = "";

    /// <summary>Mapping 0 and mapping 1.</summary>
    public PageMapping[] Shared { get; private set; } = [];

    /// <summary>The mapping that translations are asked through.</summary>
    public PageMapping Probe { get; private set; } = null!;

    /// <summary>The kernel tells which frames are mapped.</summary>
    public bool SeesFrames { get; private set; }

    /// <summary>Opens and maps a device; nothing is written yet.</summary>
    /// <exception cref="TargetException">found, wanted, what to do</exception>
    public static DevDaxFile Open(string target, string path, bool allowWrite)
    {
        const string wanted = "a device-dax device such as /dev/dax0.0";
        var handle = Fcntl.open(path, Fcntl.O_RDWR | Fcntl.O_CLOEXEC | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK, 0);
        if (handle.IsInvalid)
        {
            var failure = LibcException.Last($"open({path})");
            handle.Dispose();
            throw Refusal.Of(target, failure.Message, wanted, "name a device that you may read and write; ls /sys/bus/dax/devices shows what there is", failure);
        }
        var device = new DevDaxFile(target, handle);
        try
        {
            device.Examine(wanted);
            if (!allowWrite)
                throw Refusal.Of(target, "a device that may hold data", "leave to overwrite its first bytes", $"allow writing to {path}: its first {device.Length} bytes are lost");
            device.Map();
            return device;
        }
        catch (Exception e)
        {
            device.Dispose();
            if (e is LibcException call) throw Refusal.Of(target, call.Message, wanted, "see the message and the kernel's log", call);
            throw;
        }
    }

    /// <summary>A fault on a fresh mapping of one unit of the device.</summary>
    /// <param name="offset">byte of the device, aligned to <see cref="Alignment"/></param>
    /// <param name="write">a store</param>
    /// <returns>0 or the errno of the fault; null: no mapping can begin there</returns>
    public int? Fault(ulong offset, bool write)
    {
        try
        {
            using var mapping = PageMapping.Open(_handle, Alignment, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED, _pagemap, hugePages: true, (long)offset);
            return mapping.Fault(0, (ulong)Environment.SystemPageSize, write);
        }
        catch (LibcException)
        {
            return null;
        }
    }

    /// <summary>mmap with MAP_SYNC.</summary>
    /// <returns>0 or a negative errno</returns>
    public long MapSync()
    {
        try
        {
            using var mapping = PageMapping.Open(_handle, Alignment, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED_VALIDATE | Mman.MAP_SYNC, _pagemap, hugePages: true);
            return 0;
        }
        catch (LibcException refused)
        {
            return -refused.Errno;
        }
    }

    public void Dispose()
    {
        Probe?.Dispose();
        foreach (var mapping in Shared) mapping.Dispose();
        _pagemap.Dispose();
        _handle.Dispose();
    }

    private void Examine(string wanted)
    {
        Stat.statx_buf stat;
        if (Stat.statx(_handle, "", Fcntl.AT_EMPTY_PATH, Stat.STATX_BASIC_STATS, &stat) != 0) throw LibcException.Last("statx");
        var directory = (stat.stx_mode & Stat.S_IFMT) == Stat.S_IFCHR ? PmemDisk.LinkTarget($"/sys/dev/char/{stat.stx_rdev_major}:{stat.stx_rdev_minor}") : null;
        var driver = directory is null ? null : Path.GetFileName(PmemDisk.LinkTarget(Path.Join(directory, "driver")));
        if (driver != "device_dax")
            throw driver is null
                ? Refusal.Of(_target, "something else", wanted, "name such a device; ls /sys/bus/dax/devices shows what there is")
                : Refusal.Of(_target, $"a device that the driver {driver} has claimed", wanted, "put the device into devdax mode (daxctl reconfigure-device --mode=devdax)");
        Alignment = Math.Max(PmemDisk.Number(Path.Join(directory, "align")) ?? 0, (ulong)Environment.SystemPageSize);
        PhysicalAddress = PmemDisk.Number(Path.Join(directory, "resource"));
        var size = PmemDisk.Number(Path.Join(directory, "size")) ?? 0;
        DeviceBytes = size;
        Length = Math.Min(size / Alignment * Alignment, MaxBytes);
        if (Length == 0) throw Refusal.Of(_target, $"{size} bytes in units of {Alignment}", "at least one unit", "make a larger device");
        if (Native.File.flock(_handle, Native.File.LOCK_EX | Native.File.LOCK_NB) != 0)
            throw Refusal.Of(_target, $"a device that another process has locked (errno {Marshal.GetLastPInvokeError()})", "the device for this process alone", "wait for the other run");
    }

    private void Map()
    {
        // Whole units: device-dax maps nothing less.
        var length = (Length + Alignment - 1) / Alignment * Alignment;
        Probe = Open();
        Shared = [Open()];
        Shared = [Shared[0], Open()];
        if (Probe.Fault(0, Length, write: false) is not 0 and var errno)
            throw Refusal.Of(_target, $"pages that cannot be mapped (errno {errno})", "a device whose memory is good", "see the kernel's log");
        SeesFrames = Probe.Pfn(0) is not null;
        Msync = Shared[0].Sync(length) is not 0 and var refused ? $"refused (errno {refused})" : "done";

        PageMapping Open() => PageMapping.Open(_handle, length, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED, _pagemap, hugePages: true);
    }
}
