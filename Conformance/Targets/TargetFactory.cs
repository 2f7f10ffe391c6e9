using Conformance.CommandLine;
using Conformance.Models;
using Conformance.RealDevice.DaxFile;
using Conformance.RealDevice.DevDax;
using Conformance.RealDevice.Mapped;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;

namespace Conformance.Targets;

/// <summary>Opens a target by its text form; the same text on the command line, in DAXSPEC_TARGET and in reports.</summary>
public sealed class TargetFactory(ModelSet models)
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
        ("lab:KERNEL/DRIVER/dax[.xfs]", "this program inside a virtual machine with that kernel and pmem driver, against dax:"),
        ("lab:KERNEL/devdax/devdax", "the same against devdax:"),
        ("mutant:NAME", "the mapped driver with one deliberate bug"),
    ];

    /// <param name="text">the target's text form</param>
    /// <param name="profile">the generation that the device claims to be</param>
    /// <param name="writable">the FILE or device that --write-to names, or null: only it may be overwritten</param>
    /// <exception cref="UsageException">the text names no target</exception>
    /// <exception cref="TargetException">the device is refused</exception>
    public ITarget Open(string text, Profile profile, string? writable = null)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        return kind switch
        {
            "mmap" => new MappedTarget(profile, rest.Length == 0 ? null : rest, rest.Length > 0 && rest == writable),
            "reference" => new ReferenceTarget(rest.Length == 0 ? profile : models.Profile(rest)),
            "dax" when rest.Length > 0 => new DaxFileTarget(rest, rest == writable, profile.Name, writable),
            "devdax" when rest.Length > 0 => new DevDaxTarget(rest, rest == writable),
            "mutant" when MutantLibrary.All.Any(m => m.Name == rest) => MutantLibrary.Open(rest, profile),
            "mutant" => throw new UsageException($"there is no mutant '{rest}': wanted one of {string.Join(", ", MutantLibrary.All.Select(m => m.Name))}"),
            _ => throw new UsageException($"'{text}' is no target: wanted one of {string.Join(", ", Forms.Select(f => f.Form))}"),
        };
    }

    /// <summary>The profile that a target's text names by itself ("reference:6.12"), or null.</summary>
    public static string? ProfileIn(string text) => text.StartsWith("reference:", StringComparison.Ordinal) && text.Length > "reference:".Length ? text["reference:".Length..] : null;
}
