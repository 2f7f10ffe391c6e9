using System.CommandLine;
using System.Text.Json;
using Conformance.Lab;
using Conformance.RealDevice.Lab;

namespace Conformance.CommandLine;

/// <summary>daxspec lab list: the kernels that there are, which of them can be booted, and the drivers that the lab knows.</summary>
internal static class LabListCommand
{
    public static Command Make(TextWriter output)
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "list kernels, whether they are prepared, and drivers") { json };
        command.SetAction(parsed =>
        {
            var kernels = KernelList.All.Select(k => (Kernel: k, Release: LabCache.Default.TryFind(k.Name, out var found, out _) ? found.Release : null)).ToArray();
            if (parsed.GetValue(json)) output.WriteLine(Json(kernels));
            else
                foreach (var line in Lines(kernels)) output.WriteLine(line);
            return ExitCodes.Conforms;
        });
        return command;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<(KernelEntry Kernel, string? Release)> kernels)
    {
        yield return "kernel  suite     prepared             stands for";
        foreach (var (kernel, release) in kernels) yield return $"{kernel.Name,-7} {kernel.Suite,-9} {release ?? "no",-20} {kernel.StandsFor}{(kernel.Newest ? " (the newest of its suite)" : "")}";
        if (kernels.Any(k => k.Release is null)) yield return $"to prepare: daxspec lab prepare {string.Join(' ', kernels.Where(k => k.Release is null).Select(k => k.Kernel.Name))}";
        foreach (var own in LabCache.Default.Prepared.Where(p => !kernels.Any(k => k.Kernel.Name == p)))
            yield return $"{own,-7} {"own",-9} {(LabCache.Default.TryFind(own, out var found, out _) ? found.Release : ""),-20} a kernel of your own";
        yield return "";
        yield return "driver         what it is";
        foreach (var driver in LabDrivers.All) yield return $"{driver.Name,-13}  {driver.Title}";
        yield return "A kernel that lacks a driver says so in its report.";
    }

    private static string Json(IReadOnlyList<(KernelEntry Kernel, string? Release)> kernels) => JsonSerializer.Serialize(new
    {
        kernels = kernels.Select(k => new { name = k.Kernel.Name, suite = k.Kernel.Suite, stands_for = k.Kernel.StandsFor, release = k.Release }),
        drivers = LabDrivers.All.Select(d => new { name = d.Name, title = d.Title }),
    }, JsonOutput.Options);
}
