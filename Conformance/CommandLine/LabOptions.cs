using System.CommandLine;
using Conformance.Lab;
using Conformance.RealDevice.Lab;
using Conformance.Reference.Histories;

namespace Conformance.CommandLine;

/// <summary>Options of the lab commands, and what their words mean.</summary>
internal static class LabOptions
{
    /// <summary>The generation of the documents.</summary>
    public const string DefaultKernel = "6.1";

    public static Option<string[]> Kernels(string otherwise) => new("--kernel") { HelpName = "KERNEL", Description = $"a kernel of 'daxspec lab list', or {KernelList.Every} prepared ones (default {otherwise}); may be repeated", AllowMultipleArgumentsPerToken = true };

    public static Option<string[]> Drivers() => new("--driver") { HelpName = "DRIVER", Description = "only this driver of 'daxspec lab list' (default all but e820-2, which is as e820); may be repeated", AllowMultipleArgumentsPerToken = true };

    public static Option<int?> ExactCases() => CommonOptions.OptionalNumber("--exact-cases", "generated histories of each driver that claims to be nd_pmem, whose every answer the exact model says (default as --cases)", 0, int.MaxValue);

    public static Option<bool> NoGuard() => new("--no-guard") { Description = "leave the probe's guard out: a call that faults or never returns takes the guest down, and a fresh one is booted behind it" };

    /// <summary>What names a module of the user's own.</summary>
    public static (Option<FileInfo[]> Modules, Option<string[]> Parameters, Option<string?> Device, Option<FileInfo?> Setup) OwnModule() => (
        new("--module") { HelpName = "FILE.ko", Description = "check a driver of your own: load this module into the guest (daxspec lab build makes one); what it needs comes before it, the last is the driver" },
        new("--param") { HelpName = "NAME=VALUE", Description = "a parameter of that module; may be repeated" },
        new("--device") { HelpName = "/dev/NAME", Description = "the block device with DAX that the module makes" },
        new("--setup") { HelpName = "SCRIPT", Description = "run this by the guest's sh (busybox) once the module is loaded" });

    /// <summary>The module that these options name, or null.</summary>
    /// <exception cref="UsageException">one without the other</exception>
    /// <exception cref="FormatException">a file or a value is none</exception>
    public static OwnModule? Module(ParseResult parsed, (Option<FileInfo[]> Modules, Option<string[]> Parameters, Option<string?> Device, Option<FileInfo?> Setup) options)
    {
        var (files, device, setup) = (parsed.GetValue(options.Modules) ?? [], parsed.GetValue(options.Device), parsed.GetValue(options.Setup));
        string[] parameters = parsed.GetValue(options.Parameters) ?? [];
        if (files.Length == 0)
            return device is null && setup is null && parameters.Length == 0 ? null : throw new UsageException("--device, --param or --setup without --module: wanted the module that they belong to");
        if (device is null) throw new UsageException($"--module {files[^1]} without --device: wanted the block device that it makes, /dev/NAME");
        var module = RealDevice.Lab.OwnModule.Of([.. files.Select(f => f.ToString())], [.. parameters], device, setup?.ToString());
        return LabDrivers.All.Any(d => d.Name == module.Name) ? throw new UsageException($"--module {files[^1]}: the lab has a driver '{module.Name}' already; wanted another name") : module;
    }

    /// <summary>The kernels that were named, "all" resolved; the default where none was.</summary>
    /// <exception cref="UsageException">a name is none</exception>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> named, IEnumerable<string> all)
    {
        if (named.Count == 0) return [DefaultKernel];
        var known = KernelList.All.Select(k => k.Name).ToArray();
        foreach (var name in named)
            if (name != KernelList.Every && !known.Contains(name)) throw new UsageException($"there is no kernel '{name}': wanted {string.Join(", ", known)} or {KernelList.Every}");
        return [.. KernelList.InOrder(named.SelectMany(n => n == KernelList.Every ? all : [n]).Distinct(), n => n)];
    }

    /// <summary>The kernels to boot: all of them prepared.</summary>
    /// <exception cref="UsageException">a name is none</exception>
    /// <exception cref="TargetException">a kernel is not prepared</exception>
    public static IReadOnlyList<string> Bootable(IReadOnlyList<string> named, LabCache cache)
    {
        var names = Names(named, KernelList.All.Select(k => k.Name).Where(cache.Prepared.Contains));
        if (names.Count == 0) throw new TargetException($"the lab is not observable here: no kernel is prepared in {cache.Root}; run: daxspec lab prepare {KernelList.Every}");
        foreach (var name in names)
            if (!cache.TryFind(name, out _, out var problem)) throw new TargetException($"lab:{name} is not observable here: {problem}");
        return names;
    }

    /// <exception cref="UsageException">a name is none</exception>
    public static IReadOnlyList<string> DriverNames(IReadOnlyList<string> named)
    {
        foreach (var name in named)
            if (!LabDrivers.All.Any(d => d.Name == name)) throw new UsageException($"there is no driver '{name}': wanted one of {string.Join(", ", LabDrivers.All.Select(d => d.Name))}");
        return named;
    }
}
