using System.Globalization;
using Conformance.Lab;
using Conformance.RealDevice.Lab;

namespace Conformance.CommandLine;

/// <summary>The part of daxspec doctor that looks at the lab: what each kernel's guests can be asked for.</summary>
internal static class DoctorLab
{
    private static readonly string[] Formatters = ["mkfs.ext4", "mkfs.xfs"];

    public static IEnumerable<DoctorCheck> Examine(LabCache cache)
    {
        yield return Emulator();
        var own = cache.Prepared.Where(name => !KernelList.All.Any(k => k.Name == name)).ToArray();
        foreach (var name in KernelList.All.Select(k => k.Name).Concat(own))
        {
            var found = cache.TryFind(name, out var kernel, out _);
            var remedy = own.Contains(name) ? $"lab/prepare --kernel-image FILE --modules DIR --headers DIR --name {name}" : LabCache.PrepareCommand(name);
            yield return Functions(cache, name, found ? kernel : null, remedy);
            yield return Surfaces(cache, name, found ? kernel : null, remedy);
        }
        yield return Own(own);
    }

    private static DoctorCheck Emulator()
    {
        var path = InPath(QemuCommand.Program);
        return new("lab: virtual machines with real pmem drivers", path is not null, path ?? $"no {QemuCommand.Program} in PATH", "lab/prepare (as root, from the repository)");
    }

    private static DoctorCheck Functions(LabCache cache, string name, LabKernel? kernel, string remedy)
    {
        var probe = kernel is { HasProbe: true };
        return new($"lab:{name}/NAME, lab:{name}/NAME/kernel, lab:{name}/module=FILE.ko,device=/dev/NAME: the kernel's own functions, through the probe", probe, kernel is null ? NotPrepared(cache) : $"kernel {kernel.Release}, {(probe ? "with the probe" : "without the probe")}",
            kernel is null ? remedy : $"{remedy}, as root: {cache.Root}/{name}/probe.log says what went wrong");
    }

    private static DoctorCheck Surfaces(LabCache cache, string name, LabKernel? kernel, string remedy)
    {
        var missing = Formatters.Where(f => InPath(f) is null).ToArray();
        return new($"lab:{name}/DRIVER/dax[.xfs], lab:{name}/devdax/devdax: what user space sees", kernel is not null && missing.Length == 0,
            kernel is null ? NotPrepared(cache) : missing.Length == 0 ? $"kernel {kernel.Release}, {string.Join(", ", Formatters)}" : $"no {string.Join(", no ", missing)}",
            kernel is null ? remedy : "lab/prepare (as root, from the repository), or apt-get install e2fsprogs xfsprogs");
    }

    private static DoctorCheck Own(string[] own) => new("lab: a kernel of your own", own.Length > 0,
        own.Length > 0 ? string.Join(", ", own) : string.Create(CultureInfo.InvariantCulture, $"none prepared beside the {KernelList.All.Count} of 'daxspec lab list'"),
        "daxspec lab check --kernel-image bzImage --modules lib/modules/RELEASE --headers BUILD --kernel GENERATION");

    private static string NotPrepared(LabCache cache) => $"not prepared in {cache.Root}";

    private static string? InPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"]).Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);
}
