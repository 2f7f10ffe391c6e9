using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.CommandLine;

/// <summary>
/// Runs this very program in a guest: lab:KERNEL/DRIVER/dax from outside is dax: on that guest's pmem inside, on ext4, dax.xfs the same on
/// xfs; lab:KERNEL/devdax/devdax is devdax:, lab:KERNEL/NAME/kernel is kernel:. The whole of the guest's memory may be overwritten, so the disk is named to --write-to.
/// </summary>
internal static class LabGuest
{
    /// <summary>The target inside, by its surface, as a word for sh. The file is made there and gone at the end.</summary>
    private static readonly ImmutableDictionary<string, (string FileSystem, string Target)> Surfaces = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("dax", ("ext4", "dax:/run/daxspec/pmem/daxspec")),
        KeyValuePair.Create("dax.ext4", ("ext4", "dax:/run/daxspec/pmem/daxspec")),
        KeyValuePair.Create("dax.xfs", ("xfs", "dax:/run/daxspec/pmem/daxspec")),
        KeyValuePair.Create("dax.xfs-reflink", ("xfs-reflink", "dax:/run/daxspec/pmem/daxspec")),
        KeyValuePair.Create("devdax", ("ext4", "devdax:$DAXSPEC_DEVDAX")),
        KeyValuePair.Create(GuestJob.Bare, (GuestJob.Bare, "kernel:$DAXSPEC_DEVICE")),
    ]);

    /// <summary>The whole guest, boot included; a default run takes two to three minutes under emulation.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromMinutes(60);

    /// <summary>Longest silence; progress comes every ten seconds, shrinking one finding may be silent for a minute.</summary>
    internal static readonly TimeSpan NoProgress = TimeSpan.FromMinutes(3);

    /// <summary>RAM for .NET, in MiB.</summary>
    internal const int Memory = 2048;

    /// <summary>This very program, as the guest starts it.</summary>
    internal static IReadOnlyList<string> Program => [Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")), typeof(LabGuest).Assembly.Location];

    public static bool Is(string target) => target.StartsWith("lab:", StringComparison.Ordinal);

    /// <summary>The target is this program inside a guest.</summary>
    public static bool IsInside(string target) => Is(target) && Parse(target).Surface is not null;

    /// <summary>The kernel generation that a lab target names; the profile it is judged by unless another is asked for.</summary>
    public static string KernelOf(string target) => Parse(target).Kernel;

    /// <summary>The driver that a surface without a file system shows as it is; null of any other target.</summary>
    public static string? DriverOf(string target) => Is(target) && Parse(target) is (_, var name, GuestJob.Bare) ? name : null;

    /// <param name="target">lab:KERNEL/DRIVER/SURFACE</param>
    /// <param name="command">the subcommand and its arguments; the word "TARGET" stands for the device inside</param>
    /// <param name="directory">host directory that gets the reports</param>
    /// <param name="load">how the guest loads the probe</param>
    /// <param name="output">gets the program's standard output</param>
    /// <param name="error">gets progress and the program's standard error</param>
    /// <param name="cancel">ends the guest</param>
    /// <exception cref="TargetException">the kernel is not prepared</exception>
    public static (LabKernel Kernel, GuestResult Result) Run(string target, IEnumerable<string> command, DirectoryInfo directory, ProbeLoad load, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (kernelName, driver, surface) = Parse(target);
        var (fileSystem, inside) = Surfaces[surface!];
        // The probe makes its devices behind that driver's functions; the disk only lends its bus.
        if (driver == GuestJob.MadeDriver) inside = inside.Replace(":", ":made=", StringComparison.Ordinal);
        if (!LabCache.Default.TryFind(kernelName, out var kernel, out var problem)) throw new TargetException($"{target} is not observable here: {problem}");
        directory.Create();
        var job = new GuestJob(kernel, driver, ["/bin/sh", "-c", Script([.. Program, .. command], ("TARGET", inside))], directory.FullName)
        {
            FileSystem = fileSystem,
            Probe = load,
            Deadline = Deadline,
            NoProgress = NoProgress,
            MemoryMebibytes = fileSystem == GuestJob.Bare ? GuestHardware.OtherMebibytes : Memory,
        };
        if (job.Problem() is { } wrong) throw new UsageException($"{target}: {wrong}");
        error.WriteLine($"booting {kernel.Release} with {driver} pmem");
        var result = VirtualMachine.Run(job, line => Forward(line, directory, output, error), cancel);
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"guest: {kernel.Release}, up after {result.BootTime.TotalSeconds:F0} s, {result.TotalTime.TotalSeconds:F0} s in all"));
        return (kernel, result);
    }

    /// <summary>Kernel, provider or driver, and for a program inside the guest the surface that it is given.</summary>
    /// <exception cref="UsageException">the text is none of that form</exception>
    public static (string Kernel, string Name, string? Surface) Parse(string target) => target["lab:".Length..].Split('/') switch
    {
        // Its files have slashes.
        [{ Length: > 0 } kernel, var rest, ..] when OwnModule.Is(rest) => (kernel, target[("lab:".Length + kernel.Length + 1)..], null),
        [{ Length: > 0 } kernel, { Length: > 0 } name] => (kernel, name, null),
        [{ Length: > 0 } kernel, { Length: > 0 } name, var surface] when Surfaces.ContainsKey(surface) => (kernel, name, surface),
        _ => throw new UsageException($"'{target}': wanted lab:KERNEL/NAME, for instance lab:6.1/nd_pmem, or lab:KERNEL/DRIVER/SURFACE with one of {string.Join(", ", Surfaces.Keys.Order(StringComparer.Ordinal))}, for instance lab:6.1/e820/dax"),
    };

    /// <summary>The command as sh has it; what only the guest knows, the name of its device above all, stands in <paramref name="known"/>.</summary>
    internal static string Script(IEnumerable<string> words, params (string Word, string Shell)[] known) =>
        string.Join(' ', words.Select(word => Array.Find(known, k => k.Word == word).Shell is { } shell ? $"\"{shell}\"" : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'")) + " --write-to \"$DAXSPEC_DEVICE\"";

    internal static void Forward(string line, DirectoryInfo directory, TextWriter output, TextWriter error)
    {
        if (line.StartsWith("out ", StringComparison.Ordinal)) output.WriteLine(line[4..].Replace(GuestJob.GuestOut, directory.ToString(), StringComparison.Ordinal));
        else error.WriteLine(line.StartsWith("err ", StringComparison.Ordinal) ? line[4..] : line);
    }
}
