using System.Globalization;
using System.Runtime.InteropServices;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>
/// check lab:KERNEL/DRIVER: boots that kernel with that driver's pmem, runs this very program inside against dax:, and brings its
/// reports out. What ends the guest (panic, hang) is the report then, with the case that was under way.
/// </summary>
internal static class LabCheck
{
    private const string File = "/run/daxspec/pmem/daxspec";

    /// <summary>A page fault takes about a millisecond in an emulated guest: this many cases keep a run in minutes.</summary>
    private static readonly TimeSpan NoProgress = TimeSpan.FromMinutes(3);

    public static int Run(CheckRequest request, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var (kernelName, driver) = Parse(request.Target);
        if (!LabCache.Default.TryFind(kernelName, out var kernel, out var problem)) throw new Reference.Histories.TargetException(problem);
        var profile = CommonOptions.Resolve(ModelSet.Load(), request.Profile ?? kernelName, $"lab:{kernelName}");
        Directory.CreateDirectory(request.Out.FullName);
        var job = new GuestJob(kernel, driver, Command(request, profile.Name), request.Out.FullName)
        {
            Deadline = TimeSpan.FromMinutes(60),
            NoProgress = NoProgress,
            MemoryMebibytes = 2048,
        };
        if (job.Problem() is { } wrong) throw new UsageException($"{request.Target}: {wrong}");
        error.WriteLine($"booting {kernel.Release} with {driver} pmem");
        var result = VirtualMachine.Run(job, line => Forward(line, request.Json, output, error), cancel);
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"guest: {kernel.Release}, up after {result.BootTime.TotalSeconds:F0} s, {result.TotalTime.TotalSeconds:F0} s in all"));
        if (result.Status == GuestStatus.Finished) return result.ExitCode!.Value;
        var lost = new LostGuest(request.Target, kernel.Release, result.Status.ToString().ToLowerInvariant(), result.Reason, Journal.Read(request.Out.FullName), [.. result.KernelLog.TakeLast(40)]);
        var path = ReportFiles.Write(lost, request.Out.FullName, request.Out.ToString());
        foreach (var line in lost.Lines(path)) output.WriteLine(line);
        return result.Status == GuestStatus.FailedToBoot || lost.Case is null ? ExitCodes.Harness : ExitCodes.Broken;
    }

    private static (string Kernel, string Driver) Parse(string target)
    {
        var parts = target["lab:".Length..].Split('/');
        return parts is [{ Length: > 0 } kernel, { Length: > 0 } driver] ? (kernel, driver)
            : throw new UsageException($"'{target}': wanted lab:KERNEL/DRIVER, for instance lab:6.1/e820");
    }

    /// <summary>The running program as the guest starts it: host paths are valid there.</summary>
    private static string[] Command(CheckRequest request, string profile) =>
    [
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")), typeof(Program).Assembly.Location,
        "check", $"dax:{File}", "--profile", profile, "--oracle", request.Oracle.ToString().ToLowerInvariant(),
        "--seed", request.Seed.ToString(CultureInfo.InvariantCulture), "--cases", request.Cases.ToString(CultureInfo.InvariantCulture),
        "--out", GuestJob.GuestOut, "--journal", .. request.Filter.SelectMany(f => new[] { "--filter", f }), .. request.Json ? ["--json"] : Array.Empty<string>(),
    ];

    private static void Forward(string line, bool json, TextWriter output, TextWriter error)
    {
        if (line.StartsWith("out ", StringComparison.Ordinal)) output.WriteLine(json ? line[4..] : line[4..].Replace(GuestJob.GuestOut, "DIR", StringComparison.Ordinal));
        else error.WriteLine(line.StartsWith("err ", StringComparison.Ordinal) ? line[4..] : line);
    }
}
