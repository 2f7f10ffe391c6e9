using System.CommandLine;
using Conformance.Evidence;
using Conformance.Lab;
using Conformance.Models;
using Conformance.RealDevice.Lab;
using Conformance.Reports;

namespace Conformance.CommandLine;

/// <summary>daxspec lab surface: what user space sees of the drivers of real kernels, and the evidence that is made of it.</summary>
internal static class LabSurfaceCommand
{
    private const int DefaultCases = 50;

    /// <summary>Under emulation the whole sweep takes more than a minute on each surface. A prime: the sweep has its periods.</summary>
    private const int DefaultSweepStep = 7;

    public static Command Make(TextWriter output, TextWriter error)
    {
        var kernels = LabOptions.Kernels(LabOptions.DefaultKernel);
        var drivers = LabOptions.Drivers();
        var (oracle, seed, _, directory) = LabCheckCommand.Shared();
        var cases = CommonOptions.OptionalNumber("--cases", $"generated histories a surface (default {DefaultCases}); named edges and the edge sweep come on top", 0, int.MaxValue);
        var step = CommonOptions.SweepStep(DefaultSweepStep);
        var from = new Option<DirectoryInfo?>("--from") { HelpName = "DIR", Description = "take what an earlier run left there; nothing is booted" };
        var docs = new Option<DirectoryInfo?>("--docs") { HelpName = "DIR", Description = $"write {EvidenceDocuments.Folder}/{SurfaceReport.Name} and {SurfaceFile.Name} there, for instance docs; what stands there of other kernels stays" };
        var command = new Command("surface", "boot kernels and check what user space sees of their drivers: DAX files on ext4 and xfs, device-dax; reports go to DIR/KERNEL/DRIVER.KIND")
        {
            kernels, drivers, oracle, seed, cases, step, directory, from, docs,
        };
        command.SetAction((parsed, cancel) =>
        {
            var code = ExitCodes.Conforms;
            if (parsed.GetValue(from) is not { } runs)
            {
                runs = parsed.GetRequiredValue(directory);
                var request = new SurfaceRequest(LabOptions.Bootable(parsed.GetValue(kernels) ?? [], LabCache.Default), Surfaces(LabOptions.DriverNames(parsed.GetValue(drivers) ?? [])),
                    parsed.GetValue(oracle), parsed.GetValue(seed), parsed.GetValue(cases) ?? DefaultCases, parsed.GetValue(step) ?? DefaultSweepStep);
                code = Run(request, runs, output, error, cancel);
            }
            var models = ModelSet.Load();
            var evidence = EvidenceReader.Read(runs.FullName, SurfaceRecord.Name);
            ReportFiles.Replace(runs.FullName, SurfaceReport.Name, SurfaceReport.Render(evidence, models));
            foreach (var line in SurfaceReport.Terminal(evidence, Path.Combine(runs.ToString(), SurfaceReport.Name))) output.WriteLine(line);
            if (parsed.GetValue(docs) is { } documents)
            {
                var folder = Path.Combine(documents.FullName, EvidenceDocuments.Folder);
                foreach (var (path, text) in EvidenceDocuments.RenderSurface(models, SurfaceFile.Load(folder).With(evidence)))
                {
                    ReportFiles.Replace(folder, Path.GetFileName(path), text);
                    output.WriteLine($"wrote {Path.Combine(documents.ToString(), path)}");
                }
            }
            return Task.FromResult(code);
        });
        return command;
    }

    private static int Run(SurfaceRequest request, DirectoryInfo directory, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        directory.Create();
        var surfaces = new LabSurfaces(request, directory, output, error);
        return ExitCodes.Worst(request.Kernels.SelectMany(k => surfaces.Run(k, cancel)).Where(r => !r.Absent).Select(r => r.ExitCode).DefaultIfEmpty(ExitCodes.NothingChecked));
    }

    private static IReadOnlyList<string> Surfaces(IReadOnlyList<string> drivers) => drivers.FirstOrDefault(d => !Surface.All.Any(s => s.Driver == d)) is { } none
        ? throw new UsageException($"driver {none} has no user surface in the lab: wanted one of {string.Join(", ", Surface.All.Select(s => s.Driver).Distinct())}") : drivers;
}
