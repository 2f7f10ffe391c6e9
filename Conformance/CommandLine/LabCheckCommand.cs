using System.CommandLine;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>daxspec lab check: boots each kernel once and checks its drivers one after the other.</summary>
internal static class LabCheckCommand
{
    public static Command Make(TextWriter output, TextWriter error, ILabHost host)
    {
        var kernels = LabOptions.Kernels(LabOptions.DefaultKernel);
        var drivers = LabOptions.Drivers();
        var (oracle, seed, cases, directory) = Shared();
        var image = new Option<FileInfo?>("--kernel-image") { HelpName = "FILE", Description = "a bzImage of your own in place of Debian's; --kernel names the generation it is judged by" };
        var modules = new Option<DirectoryInfo?>("--modules") { HelpName = "DIR", Description = "its lib/modules/RELEASE" };
        var headers = new Option<DirectoryInfo?>("--headers") { HelpName = "DIR", Description = "what modules for it are built against (default: build in --modules)" };
        var own = LabOptions.OwnModule();
        var noGuard = LabOptions.NoGuard();
        var exactCases = LabOptions.ExactCases();
        var (waivers, today) = (WaiverOptions.Files(), WaiverOptions.Today());
        var command = new Command("check", "boot kernels and check their drivers; reports go to DIR/KERNEL/DRIVER") { kernels, drivers, oracle, seed, cases, exactCases, directory, image, modules, headers, own.Modules, own.Parameters, own.Device, own.Setup, noGuard, waivers, today };
        command.SetAction((parsed, cancel) =>
        {
            var excused = WaiverOptions.Read(parsed.GetValue(waivers) ?? [], ModelSet.Load());
            var kernel = Own(parsed.GetValue(image), parsed.GetValue(modules), parsed.GetValue(headers));
            // What is asked wrongly is wrong on a machine without kernels, too.
            var module = LabOptions.Module(parsed, own);
            var named = parsed.GetValue(kernels) ?? [];
            var request = new LabRequest(kernel is null ? LabOptions.Bootable(named, LabCache.Default) : One(named), LabOptions.DriverNames(parsed.GetValue(drivers) ?? []),
                parsed.GetValue(oracle), parsed.GetValue(seed), parsed.GetValue(cases), kernel)
            {
                ExactCases = parsed.GetValue(exactCases),
                Load = new(!parsed.GetValue(noGuard), Module: module),
                Waivers = excused,
                Today = WaiverOptions.Day(parsed.GetValue(today)),
            };
            var runs = Run(host, request, parsed.GetRequiredValue(directory), output, error, cancel);
            return Task.FromResult(ExitCodes.Worst(runs.Select(r => r.ExitCode)));
        });
        return command;
    }

    /// <summary>What "check" and "matrix" both take.</summary>
    internal static (Option<Oracle> Oracle, Option<ulong> Seed, Option<int?> Cases, Option<DirectoryInfo> Out) Shared() => (
        CommonOptions.OracleOption(), CommonOptions.Seed(),
        CommonOptions.OptionalNumber("--cases", $"generated histories a driver (default {CheckOptions.DefaultCases}, {CheckOptions.DefaultFixedCases} on a device of fixed size)", 0, int.MaxValue),
        new("--out") { HelpName = "DIR", Description = "where reports go (default ./daxspec-out)", DefaultValueFactory = _ => new("daxspec-out") });

    /// <summary>Runs, writes every report, prints the summary.</summary>
    internal static IReadOnlyList<LabKernelRun> Run(ILabHost host, LabRequest request, DirectoryInfo directory, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var models = ModelSet.Load();
        var runner = new LabRunner(host, request, models, error)
        {
            Watch = checker => new Progress(checker, error),
            Finished = run => LabReportFiles.Write(run, models, directory.FullName),
        };
        var runs = new List<LabKernelRun>();
        foreach (var kernel in request.Kernels) runs.Add(runner.Run(kernel, cancel));
        var summary = LabReportFiles.Write(runs, directory.FullName, directory.ToString());
        foreach (var line in LabSummary.Terminal(runs, summary)) output.WriteLine(line);
        return runs;
    }

    private static IReadOnlyList<string> One(IReadOnlyList<string> named) => LabOptions.Names(named, []) is [var one] ? [one]
        : throw new UsageException("--kernel-image is one kernel: name the one generation that it is judged by with --kernel");

    private static OwnKernel? Own(FileInfo? image, DirectoryInfo? modules, DirectoryInfo? headers) => (image, modules) switch
    {
        (null, null) when headers is not null => throw new UsageException("--headers without --kernel-image: wanted both, the headers belong to one image"),
        (null, null) => null,
        (null, _) => throw new UsageException("--modules without --kernel-image: wanted both, the modules belong to one image"),
        (_, null) => throw new UsageException("--kernel-image without --modules: wanted its lib/modules/RELEASE too"),
        ({ Exists: false }, _) => throw new UsageException($"--kernel-image {image}: no such file"),
        (_, { Exists: false }) => throw new UsageException($"--modules {modules}: no such directory"),
        _ when headers is { Exists: false } => throw new UsageException($"--headers {headers}: no such directory"),
        _ => new(image.FullName, modules.FullName, headers?.FullName),
    };
}
