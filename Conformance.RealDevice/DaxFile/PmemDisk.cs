using System.Globalization;

namespace Conformance.RealDevice.DaxFile;

/// <summary>The pmem disk below a file system, as sysfs shows it.</summary>
internal sealed record PmemDisk
{
    /// <summary>The disk: "pmem0".</summary>
    public required string Name { get; init; }

    /// <summary>The block device of the file system: the disk or one of its partitions.</summary>
    public required string Holder { get; init; }

    /// <summary>First sector of the partition on the disk, 512 bytes; 0 for the disk itself.</summary>
    public required ulong PartitionStart { get; init; }

    /// <summary>Physical address of the disk's data area in bytes; null when this process may not know it.</summary>
    public required ulong? PhysicalBase { get; init; }

    /// <summary>Which platform driver the memory comes from: "e820", "ACPI.NFIT", "virtio-pmem" ...</summary>
    public required string Provider { get; init; }

    /// <summary>
    /// Poison that is put on record can be cleared again by writing. A bus without a way to give commands claims that every clear works
    /// (nvdimm_clear_poison, drivers/nvdimm/bus.c); one that has a way needs the command clear_error. ramdax (6.19) has the way, for
    /// its labels, and shows no command: there no write clears.
    /// </summary>
    public required bool ClearsPoison { get; init; }

    /// <summary>What is stored is persistent without asking the host: all providers but virtio_pmem, whose region is ND_REGION_ASYNC.</summary>
    public required bool IsSynchronous { get; init; }

    /// <summary>The driver is nd_pmem itself: only of it does the exact model speak.</summary>
    public bool IsNdPmem { get; init; } = true;

    public string BadblocksPath => $"/sys/block/{Name}/badblocks";

    /// <summary>Finds the disk with the device number that statx tells of a file.</summary>
    /// <param name="target">the target, for the message</param>
    /// <param name="major">major number</param>
    /// <param name="minor">minor number</param>
    /// <exception cref="Conformance.Reference.Histories.TargetException">it is no pmem disk</exception>
    public static PmemDisk Find(string target, uint major, uint minor)
    {
        var link = $"/sys/dev/block/{major}:{minor}";
        const string wanted = "a file system on /dev/pmemN or one of its partitions", action = "name a file on such a file system, mounted with -o dax";
        if (!Directory.Exists(link)) throw Refusal.Of(target, $"a file system without a block device ({major}:{minor})", wanted, action);
        var holder = Directory.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link;
        var partition = System.IO.File.Exists(Path.Join(holder, "partition"));
        var disk = partition ? Path.GetDirectoryName(holder)! : holder;
        var driver = Path.GetFileName(LinkTarget(Path.Join(disk, "device", "driver")) ?? "");
        if (driver.Length == 0 && Directory.Exists(Path.Join(holder, "dm"))) return Mapped(holder);
        if (driver != "nd_pmem")
            throw Refusal.Of(target, $"the block device {Path.GetFileName(holder)}{(driver.Length > 0 ? $" of driver {driver}" : "")}", wanted, action);
        var bus = Bus(disk);
        var commands = bus is null ? [] : Text(Path.Join(bus, "commands")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var provider = bus is null ? null : Text(Path.Join(bus, "provider"));
        return new()
        {
            Name = Path.GetFileName(disk),
            Holder = Path.GetFileName(holder),
            PartitionStart = partition ? Number(Path.Join(holder, "start")) ?? 0 : 0,
            PhysicalBase = Number(Path.Join(disk, "device", "resource")),
            Provider = provider ?? "unknown",
            IsSynchronous = provider is null || !IsAsynchronous(provider),
            ClearsPoison = provider is not null && (commands.Contains("clear_error") || commands.Length == 0 && provider != "ramdax"),
        };
    }

    /// <summary>A device-mapper device over pmem: it has no driver, no table of bad blocks and no one place in memory.</summary>
    private static PmemDisk Mapped(string disk) => new()
    {
        Name = Path.GetFileName(disk),
        Holder = Path.GetFileName(disk),
        PartitionStart = 0,
        PhysicalBase = null,
        Provider = "device-mapper",
        ClearsPoison = false,
        IsNdPmem = false,
        IsSynchronous = StandsOnSynchronous(disk),
    };

    /// <summary>A disk or all that it is mapped to (dm_table_supports_dax, drivers/md/dm-table.c).</summary>
    private static bool StandsOnSynchronous(string disk)
    {
        var below = Path.Join(disk, "slaves");
        var parts = Directory.Exists(below) ? Directory.GetDirectories(below) : [];
        return parts.Length > 0 ? parts.All(part => StandsOnSynchronous(LinkTarget(part) ?? part))
            : Bus(disk) is { } bus && !IsAsynchronous(Text(Path.Join(bus, "provider")));
    }

    private static bool IsAsynchronous(string provider) => provider == "virtio-pmem";

    /// <summary>A number in a sysfs file, decimal or 0x; null when it cannot be read or is hidden as 0.</summary>
    public static ulong? Number(string path)
    {
        var text = Text(path);
        var read = text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return read && value != 0 ? value : null;
    }

    /// <summary>The text of a sysfs file without its newline; empty when it cannot be read.</summary>
    public static string Text(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Where a link of sysfs leads, or null when there is none.</summary>
    public static string? LinkTarget(string path) => Directory.Exists(path) ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;

    /// <summary>The directory of the nvdimm bus above a device, or null.</summary>
    private static string? Bus(string? directory)
    {
        for (; !string.IsNullOrEmpty(directory); directory = Path.GetDirectoryName(directory))
            if (Path.GetFileName(directory).StartsWith("ndbus", StringComparison.Ordinal)) return directory;
        return null;
    }
}
