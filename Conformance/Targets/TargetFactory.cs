using Conformance.CommandLine;
using Conformance.Models;
using Conformance.RealDevice.DaxFile;
using Conformance.RealDevice.DevDax;
using Conformance.RealDevice.Lab;
using Conformance.RealDevice.Mapped;
using Conformance.RealDevice.Mutants;
using Conformance.RealDevice.Plugins;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;

namespace Conformance.Targets;

/// <summary>Opens a target by its text form; the same text on the command line, in DAXSPEC_TARGET and in reports.</summary>
/// <param name="models">the models</param>
/// <param name="progress">told in a line what takes its time, such as a guest that boots; or null</param>
/// <param name="load">how the guest of a lab target loads the probe; null: as usual</param>
/// <param name="cancel">ends what takes its time</param>
public sealed class TargetFactory(ModelSet models, Action<string>? progress = null, ProbeLoad? load = null, CancellationToken cancel = default)
{
    /// <summary>What no argument means.</summary>
    public const string Default = "mmap:";

    /// <summary>Every form with what it is; "daxspec list targets" shows it.</summary>
    public static IReadOnlyList<(string Form, string Says)> Forms { get; } =
    [
        ("mmap:[FILE]", "a user-space pmem driver over a mapped file; without FILE a scratch file that goes away (the default)"),
        ("reference:PROFILE", "the executable model of one kernel generation"),
        ("dax:FILE", "a file on a DAX file system on real pmem, driven through page faults, pread, pwrite and sysfs"),
        ("devdax:/dev/daxX.Y", "a device-dax character device, mapped"),
        ("kernel:DEVICE", "the real functions of the running kernel, through the probe module: /dev/pmemN, /dev/daxX.Y, a device-mapper disk, or made=/dev/pmemN"),
        ("lab:KERNEL/NAME", "the real functions of that kernel in a virtual machine, through the probe: nd_pmem, e820, nfit, virtio_pmem, dm-stripe ..."),
        ("lab:KERNEL/module=FILE.ko,device=/dev/NAME", "the same of a block driver of your own, which the machine loads (docs/tutorial-module.md)"),
        ("lab:KERNEL/DRIVER/dax[.xfs]", "this program inside a virtual machine of that kind, against dax:"),
        ("lab:KERNEL/devdax/devdax", "the same against devdax:"),
        ("lab:KERNEL/NAME/kernel", "the same against kernel:, on the device of that name; of nd_pmem kernel:made="),
        ("lib:FILE.so", "a driver of your own behind a C ABI (samples/c/daxspec.h), in a process of its own"),
        ("exec:COMMAND", "a driver of your own in any language, over standard input and output (docs/protocol.md)"),
        ("mutant:NAME", "the mapped driver with one deliberate bug"),
    ];

    /// <param name="text">the target's text form</param>
    /// <param name="profile">the generation that the device claims to be</param>
    /// <param name="writable">the FILE or device that --write-to names, or null: only it may be overwritten</param>
    /// <param name="exact">a driver that is plugged in claims to be nd_pmem of that generation</param>
    /// <exception cref="UsageException">the text names no target</exception>
    /// <exception cref="TargetException">the device is refused</exception>
    public ITarget Open(string text, Profile profile, string? writable = null, bool exact = false)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        return kind switch
        {
            "mmap" => new MappedTarget(profile, rest.Length == 0 ? null : rest, rest.Length > 0 && rest == writable),
            "reference" => new ReferenceTarget(rest.Length == 0 ? profile : models.Profile(rest)),
            "dax" when rest.Length > 0 => new DaxFileTarget(rest, rest == writable, profile.Name, writable),
            "devdax" when rest.Length > 0 => new DevDaxTarget(rest, rest == writable),
            "kernel" when rest.Length > 0 => new KernelTarget(rest, writable is not null && (rest == writable || KernelTarget.DeviceOf(rest) == writable), profile.Name),
            "lib" when rest.Length > 0 => new LibraryTarget(rest, PluginHost.Command, profile, exact, PluginHost.Limits),
            "exec" when rest.Trim().Length > 0 => new ProcessTarget(rest, profile, exact, PluginHost.Limits),
            "lab" => LabSessions.Open(text, profile, progress, load, cancel),
            "mutant" when MutantLibrary.Names.Contains(rest) => MutantLibrary.Open(rest, profile),
            "mutant" => throw new UsageException(MutantLibrary.Missing(rest)),
            _ => throw new UsageException($"'{text}' is no target: wanted one of {string.Join(", ", Forms.Select(f => f.Form))}"),
        };
    }

    /// <summary>The driver is somebody's own.</summary>
    public static bool IsPlugin(string text) => text.StartsWith("lib:", StringComparison.Ordinal) || text.StartsWith("exec:", StringComparison.Ordinal);

    /// <summary>The profile that a target's text names by itself ("reference:6.12"), or null.</summary>
    public static string? ProfileIn(string text) => text.StartsWith("reference:", StringComparison.Ordinal) && text.Length > "reference:".Length ? text["reference:".Length..] : null;

    /// <summary>The profile that fits a target best when nobody asks for one: a guest's kernel, the generation that a mutant imitates or that is running; or null.</summary>
    public static string? ProfileFor(string text, ModelSet models) => LabGuest.Is(text) ? OfGuest(LabGuest.KernelOf(text), models)
        : MutantLibrary.All.FirstOrDefault(m => text == $"mutant:{m.Name}") is { } mutant ? mutant.Profile
        : text.StartsWith("kernel:", StringComparison.Ordinal) ? Generation(KernelRelease.Running, models) : null;

    private static string? OfGuest(string kernel, ModelSet models) => models.Profiles.Any(p => p.Name == kernel) ? kernel
        : LabCache.Default.TryFind(kernel, out var found, out _) ? Generation(KernelRelease.Parse(found.Release), models) : null;

    /// <summary>The youngest generation that is not younger than a release; of an older release the oldest.</summary>
    private static string? Generation(KernelRelease release, ModelSet models)
    {
        var generations = models.Profiles.Select(p => (p.Name, Release: Version.TryParse(p.Name, out var version) ? version : null)).Where(p => p.Release is not null).OrderBy(p => p.Release).ToArray();
        return generations.LastOrDefault(p => release.IsAtLeast(p.Release!.Major, p.Release.Minor), generations[0]).Name;
    }
}
