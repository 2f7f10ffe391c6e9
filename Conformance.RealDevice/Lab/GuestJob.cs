namespace Conformance.RealDevice.Lab;

/// <summary>A command to run inside a guest, in the host's own (read-only) user land, beside a DAX file or device.</summary>
/// <param name="Kernel">The kernel to boot.</param>
/// <param name="Driver">Where the persistent memory comes from; one of <see cref="Drivers"/>.</param>
/// <param name="Command">Program and arguments. Host paths are valid; /run is the guest's own, writes to /tmp are lost.</param>
/// <param name="OutDirectory">Host directory, shared with the guest as <see cref="GuestOut"/>. Its files outlive a panic.</param>
public sealed record GuestJob(LabKernel Kernel, string Driver, IReadOnlyList<string> Command, string OutDirectory)
{
    /// <summary>The <see cref="OutDirectory"/> as the job sees it.</summary>
    public const string GuestOut = "/run/daxspec/out";

    /// <summary>
    /// 16 MiB file on a file system mounted with -o dax; the job has it as DAXSPEC_DAX_FILE, and its device as DAXSPEC_DEVICE. With
    /// driver devdax there is none: the job has the device as DAXSPEC_DEVDAX, too.
    /// </summary>
    public const string GuestDaxFile = "/run/daxspec/pmem/file";

    /// <summary>Guest RAM below 4 GiB is contiguous up to here on QEMU's q35, in MiB.</summary>
    private const int LowMemory = 2816;

    /// <summary>The drivers that the guest can set up, by the names of lab/guest/drivers. A kernel need not have each of them.</summary>
    public static IReadOnlyList<string> Drivers { get; } =
        ["e820", "nfit", "nfit-dev", "virtio_pmem", "dm-linear", "dm-stripe", "dm-mixed", "ramdax", "devdax"];

    /// <summary>In place of a file system: none. The job has the device as DAXSPEC_DEVICE, and the kernel probe as /dev/daxspec.</summary>
    public const string Bare = "kernel";

    /// <summary>What the probe makes devices of; no job has a device of it otherwise.</summary>
    public const string MadeDriver = "nd_pmem";

    /// <summary>What only a <see cref="Bare"/> job can be given: no file system with DAX can stand there.</summary>
    private static readonly string[] BareDrivers = [MadeDriver, "e820-2", "nfit-raw", "dm-deep", "dm-log-writes", "fsdev"];

    /// <summary>The file systems that can stand on them.</summary>
    public static IReadOnlyList<string> FileSystems { get; } = ["ext4", "xfs", "xfs-reflink", Bare];

    /// <summary>
    /// In place of <see cref="Driver"/> and <see cref="FileSystem"/>: DRIVER.KIND.FILESYSTEM words (devdax.devdax: a device without one). The
    /// command runs on each of them, one after the other, told which by DAXSPEC_SURFACE, and what the guest leaves of each stands in a
    /// directory of that name.
    /// </summary>
    public IReadOnlyList<string> Surfaces { get; init; } = [];

    /// <summary>The file system to make on the device.</summary>
    public string FileSystem { get; init; } = "ext4";

    /// <summary>How the kernel probe is loaded where a job gets it.</summary>
    public ProbeLoad Probe { get; init; } = new();

    /// <summary>Longest time for the whole guest, boot included.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Longest time without a sign of life: a console line while booting, then a line on the job's standard output or error.
    /// What the kernel prints while the job runs does not count: a stuck kernel complains on and on.
    /// </summary>
    public TimeSpan NoProgress { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>RAM of the guest without the persistent memory, in MiB; where that lies amid it, a multiple of 4.</summary>
    public int MemoryMebibytes { get; init; } = 1024;

    /// <summary>
    /// Size of the persistent memory of the driver e820, in MiB; a multiple of 2, and room for the file system and its 16 MiB file.
    /// The others are as <see cref="GuestHardware"/> has them.
    /// </summary>
    public int PmemMebibytes { get; init; } = 64;

    /// <summary>Virtual processors.</summary>
    public int Processors { get; init; } = 2;

    /// <summary>More environment variables for the command.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Physical address of the persistent memory in MiB: amid the RAM, whose ends firmware and initramfs use.</summary>
    internal int PmemBaseMebibytes => MemoryMebibytes / 2;

    /// <summary>The driver needs no more than a stretch of RAM; the others need the whole <see cref="GuestHardware"/>.</summary>
    internal bool IsPlain => Driver == "e820" && Surfaces.Count == 0 && FileSystem != Bare;

    private IEnumerable<string> Known => FileSystem == Bare ? Drivers.Concat(BareDrivers) : Drivers;

    /// <summary>RAM in all, the persistent part included.</summary>
    internal int RamMebibytes => IsPlain ? MemoryMebibytes + PmemMebibytes : MemoryMebibytes + GuestHardware.RangesMebibytes;

    /// <summary>With all hardware, some RAM has to lie behind the ranges: firmware and initramfs use its end.</summary>
    private int Least => IsPlain ? 256 : 512;

    /// <summary>What is wrong with the job, or null.</summary>
    public string? Problem() => this switch
    {
        _ when !Known.Contains(Driver) => $"driver '{Driver}' is not in the lab; it has: {string.Join(", ", Known)}",
        _ when !FileSystems.Contains(FileSystem) => $"file system '{FileSystem}' is not in the lab; it has: {string.Join(", ", FileSystems)}",
        { Command.Count: 0 } => "the job has no command; give a program and its arguments",
        { MemoryMebibytes: var memory } when memory < Least || IsPlain && memory % 4 != 0 =>
            $"{memory} MiB of memory; give a multiple of 4, at least {Least}",
        { PmemMebibytes: var pmem } when pmem < 32 || pmem % 2 != 0 =>
            $"{pmem} MiB of persistent memory; give a multiple of 2, at least 32",
        _ when RamMebibytes > LowMemory =>
            $"{MemoryMebibytes} + {RamMebibytes - MemoryMebibytes} MiB of memory; give at most {LowMemory} MiB in all",
        { Processors: < 1 } => $"{Processors} processors; give at least one",
        _ when Deadline <= TimeSpan.Zero || NoProgress <= TimeSpan.Zero => "a time limit is not positive; give both a length",
        _ when Environment.Keys.FirstOrDefault(name => !IsName(name)) is { } name =>
            $"'{name}' is no name of an environment variable; use letters, digits and underscores",
        _ => null,
    };

    /// <summary>The shell script that runs the command.</summary>
    internal string Script() =>
        string.Concat(Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => $"export {variable.Key}={Quote(variable.Value)}\n"))
        + $"exec {string.Join(' ', Command.Select(Quote))}\n";

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>One word for sh, whatever it holds.</summary>
    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
