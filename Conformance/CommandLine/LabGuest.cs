using System.Globalization;
using System.Runtime.InteropServices;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.CommandLine;

/// <summary>Runs this very program in a guest: lab:KERNEL/DRIVER/dax from outside is dax: on that guest's pmem inside.</summary>
internal static class LabGuest
{
    /// <summary>The file that the guest's program makes on the DAX file system.</summary>
    private const string DaxFile = "/run/daxspec/pmem/daxspec";

    /// <summary>The command with the character device of the guest as its target.</summary>
    private const string DevDax = "exec \"$0\" \"$@\" --write-to \"$DAXSPEC_DEVDAX\" \"devdax:$DAXSPEC_DEVDAX\"";

    /// <summary>The whole guest, boot included; a default run takes two to three minutes under emulation.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(60);

    /// <summary>Longest silence; progress comes every ten seconds, shrinking one finding may be silent for a minute.</summary>
    private static readonly TimeSpan NoProgress = TimeSpan.FromMinutes(3);

    public static bool Is(string target) => target.StartsWith("lab:", StringComparison.Ordinal);

    /// <summary>The target is this program inside a guest.</summary>
    public static bool IsInside(string target) => Is(target) && Parse(target).Inside is not null;

    /// <summary>The kernel generation that a lab target names; the profile it is judged by unless another is asked for.</summary>
    public static string KernelOf(string target) => Parse(target).Kernel;

    /// <param name="target">lab:KERNEL/DRIVER/dax or /devdax</param>
    /// <param name="command">the subcommand and its arguments; the word "TARGET" stands for the device inside</param>
    /// <param name="directory">host directory that gets the reports</param>
    /// <param name="output">gets the program's standard output</param>
    /// <param name="error">gets progress and the program's standard error</param>
    /// <param name="cancel">ends the guest</param>
    /// <exception cref="TargetException">the kernel is not prepared</exception>
    public static (LabKernel Kernel, GuestResult Result) Run(string target, IEnumerable<string> command, DirectoryInfo directory, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (kernelName, driver, inside) = Parse(target);
        if (!LabCache.Default.TryFind(kernelName, out var kernel, out var problem)) throw new TargetException($"{target} is not observable here: {problem}");
        directory.Create();
        var program = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        string[] words = [program, typeof(Program).Assembly.Location, .. command];
        // Where the character device is, only the guest knows.
        string[] line = inside == "dax" ? [.. words.Select(w => w == "TARGET" ? $"dax:{DaxFile}" : w)] : ["/bin/sh", "-c", DevDax, .. words.Where(w => w != "TARGET")];
        var job = new GuestJob(kernel, driver, line, directory.FullName)
        {
            Deadline = Deadline,
            NoProgress = NoProgress,
            MemoryMebibytes = 2048,
            Environment = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_BackgroundWorkerTimeoutMs"] = "0" },
        };
        if (job.Problem() is { } wrong) throw new UsageException($"{target}: {wrong}");
        error.WriteLine($"booting {kernel.Release} with {driver} pmem");
        var result = VirtualMachine.Run(job, line => Forward(line, directory, output, error), cancel);
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"guest: {kernel.Release}, up after {result.BootTime.TotalSeconds:F0} s, {result.TotalTime.TotalSeconds:F0} s in all"));
        return (kernel, result);
    }

    /// <summary>Kernel, provider or driver, and for a program inside the guest what it is given: "dax" or "devdax".</summary>
    /// <exception cref="UsageException">the text is none of that form</exception>
    public static (string Kernel, string Name, string? Inside) Parse(string target) => target["lab:".Length..].Split('/') switch
    {
        [{ Length: > 0 } kernel, { Length: > 0 } name] => (kernel, name, null),
        [{ Length: > 0 } kernel, { Length: > 0 } name, "dax" or "devdax"] parts => (kernel, name, parts[2]),
        _ => throw new UsageException($"'{target}': wanted lab:KERNEL/NAME or lab:KERNEL/DRIVER/dax, for instance lab:6.1/nd_pmem"),
    };

    private static void Forward(string line, DirectoryInfo directory, TextWriter output, TextWriter error)
    {
        if (line.StartsWith("out ", StringComparison.Ordinal)) output.WriteLine(line[4..].Replace(GuestJob.GuestOut, directory.ToString(), StringComparison.Ordinal));
        else error.WriteLine(line.StartsWith("err ", StringComparison.Ordinal) ? line[4..] : line);
    }
}
