using System.Collections.Immutable;
using System.Text;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Lab;

/// <summary>
/// A kernel module of the user's own that a guest loads, and the DAX device that it makes. Text form, behind "lab:KERNEL/":
/// module=FILE[,module=FILE...][,param=NAME=VALUE...],device=/dev/NAME[,setup=SCRIPT]. Nothing in it holds a comma.
/// </summary>
/// <param name="Files">.ko files, loaded in this order; the last is the driver</param>
/// <param name="Parameters">NAME=VALUE, for the driver</param>
/// <param name="Device">the block device that is there once they are loaded, and the script has run</param>
/// <param name="Setup">a script for the guest's sh (busybox) that runs behind the last of them; or null</param>
public sealed record OwnModule(ImmutableArray<string> Files, ImmutableArray<string> Parameters, string Device, string? Setup = null)
{
    private const string Form = "module=FILE.ko[,module=FILE.ko...][,param=NAME=VALUE...],device=/dev/NAME[,setup=SCRIPT]";

    private const string ModuleKey = "module=", ParameterKey = "param=", DeviceKey = "device=", SetupKey = "setup=";

    private static readonly byte[] Elf = [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>As the kernel calls the driver.</summary>
    public string Name { get; } = Path.GetFileNameWithoutExtension(Files[^1]).Replace('-', '_');

    /// <summary>As waivers call the driver: it is none of the lab's, whatever its name.</summary>
    public string Driver => $"module:{Name}";

    /// <summary>Whether what stands behind "lab:KERNEL/" is one.</summary>
    public static bool Is(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(ModuleKey, StringComparison.Ordinal);
    }

    /// <exception cref="FormatException">the text has not that form</exception>
    public static OwnModule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(',');
        if (Array.Find(words, w => !new[] { ModuleKey, ParameterKey, DeviceKey, SetupKey }.Any(k => w.StartsWith(k, StringComparison.Ordinal) && w.Length > k.Length)) is { } unknown)
            throw new FormatException($"'{text}': found '{unknown}'; wanted {Form}; do: correct it, a value has no comma");
        var (files, devices, scripts) = (Values(ModuleKey), Values(DeviceKey), Values(SetupKey));
        if (devices.Length != 1 || scripts.Length > 1) throw new FormatException($"'{text}': found {devices.Length} devices and {scripts.Length} scripts; wanted {Form}; do: name one device, and one script at most");
        return Of(files, Values(ParameterKey), devices[0], scripts.FirstOrDefault());

        ImmutableArray<string> Values(string key) => [.. words.Where(w => w.StartsWith(key, StringComparison.Ordinal)).Select(w => w[key.Length..])];
    }

    /// <summary>Checks what can be checked without a kernel.</summary>
    /// <exception cref="FormatException">says what is wrong with it</exception>
    public static OwnModule Of(ImmutableArray<string> files, ImmutableArray<string> parameters, string device, string? setup)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!device.StartsWith("/dev/", StringComparison.Ordinal) || device.Any(char.IsWhiteSpace)) throw new FormatException($"found the device '{device}'; wanted the path that it has in the guest, /dev/NAME; do: name the block device that the module makes");
        if (parameters.FirstOrDefault(p => p.IndexOf('=', StringComparison.Ordinal) < 1 || p.Any(char.IsWhiteSpace)) is { } parameter) throw new FormatException($"found the parameter '{parameter}'; wanted NAME=VALUE without blanks; do: correct it");
        if (files.Concat([setup ?? "", .. parameters, device]).FirstOrDefault(v => v.Contains(',', StringComparison.Ordinal)) is { } comma) throw new FormatException($"found '{comma}', which has a comma; wanted none, a target's text is cut at commas; do: choose another name, or have a --setup script do it");
        foreach (var file in files)
        {
            if (!File.Exists(file)) throw new FormatException($"found no file {file}; wanted a kernel module; do: build it with daxspec lab build DIR --kernel KERNEL");
            if (Path.GetFileName(file) is var name && (!name.EndsWith(".ko", StringComparison.Ordinal) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')))) throw new FormatException($"found the module file '{name}'; wanted NAME.ko of letters, digits, _ and -; do: rename it");
            if (!File.ReadAllBytes(file).AsSpan().StartsWith(Elf)) throw new FormatException($"found that {file} is no ELF file; wanted a kernel module, not compressed; do: build it with daxspec lab build DIR --kernel KERNEL");
        }
        return setup is null || File.Exists(setup) ? new(files, parameters, device, setup) : throw new FormatException($"found no file {setup}; wanted a script for the guest's sh; do: check --setup");
    }

    /// <summary>Holds the modules against the kernel that is to load them.</summary>
    /// <exception cref="TargetException">one was built for another</exception>
    public void CheckFits(LabKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        foreach (var file in Files)
            if (BuiltFor(File.ReadAllBytes(file)) is var release && release != kernel.Release)
                throw new TargetException($"{file}: found a module for {(release.Length == 0 ? "no kernel: there is no vermagic in it" : release)}; wanted one for {kernel.Release}; do: daxspec lab build DIR --kernel {kernel.Name}, with DIR where its Kbuild is");
    }

    public override string ToString() => string.Join(',',
        [.. Files.Select(f => ModuleKey + f), .. Parameters.Select(p => ParameterKey + p), DeviceKey + Device, .. Setup is null ? Array.Empty<string>() : [SetupKey + Setup]]);

    public bool Equals(OwnModule? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>What lab/guest/drivers finds in /own: "modules" (a line for insmod each), "device" (name and path), "setup".</summary>
    internal byte[] Archive()
    {
        var lines = Files.Select((f, i) => string.Join(' ', [Path.GetFileName(f), .. i == Files.Length - 1 ? Parameters : []]));
        return CpioArchive.Of(
        [
            ("own", null),
            .. Files.Select(f => ($"own/{Path.GetFileName(f)}", (byte[]?)File.ReadAllBytes(f))),
            ("own/modules", Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => $"{l}\n")))),
            ("own/device", Encoding.UTF8.GetBytes($"{Name} {Device}\n")),
            .. Setup is null ? Array.Empty<(string, byte[]?)>() : [("own/setup", File.ReadAllBytes(Setup))],
        ]);
    }

    /// <summary>The release in the module's vermagic; empty when there is none.</summary>
    private static string BuiltFor(ReadOnlySpan<byte> module)
    {
        var key = "vermagic="u8;
        var at = module.IndexOf(key);
        if (at < 0) return "";
        var rest = module[(at + key.Length)..];
        var end = rest.IndexOfAny((byte)' ', (byte)0);
        return end < 0 ? "" : Encoding.ASCII.GetString(rest[..end]);
    }
}
