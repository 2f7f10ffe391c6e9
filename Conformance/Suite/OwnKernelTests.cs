using System.Diagnostics;
using Conformance.CommandLine;
using Conformance.RealDevice.Lab;

namespace Conformance.Suite;

/// <summary>
/// A kernel of the user's own: an image, a module directory and a build directory somewhere on the disk. Those of a prepared kernel's packages
/// are such, taken out of them, and of its build root. In a cache apart.
/// </summary>
[Collection(nameof(RealPmemTests))]
public sealed class OwnKernelTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-own-");

    [LabFact]
    public void An_own_kernel_is_prepared_booted_and_checked()
    {
        var (image, modules) = Unpack();
        var (code, said) = Check("--kernel-image", image, "--modules", modules, "--headers", Headers(Path.GetFileName(modules)));
        Assert.True(code == ExitCodes.Conforms, said);
        Assert.Contains($"lab: own-6.1: {Path.GetFileName(modules)}, ", said, StringComparison.Ordinal);
        Assert.Contains($"6.1: Linux {Path.GetFileName(modules)}, up after ", said, StringComparison.Ordinal);
        Assert.Contains("  e820          conforms", said, StringComparison.Ordinal);
        // Once prepared it is a kernel of the lab like the others.
        Assert.Contains("own-6.1 own       6.1.", Run("lab", "list").Said, StringComparison.Ordinal);
        Assert.Contains("yes  lab:own-6.1/NAME, lab:own-6.1/NAME/kernel", Run("doctor").Said, StringComparison.Ordinal);
    }

    [LabFact]
    public void An_own_kernel_that_does_not_fit_together_is_refused_with_what_was_found()
    {
        var (image, modules) = Unpack();
        Refused("lab: found:  an image of 6.", "--kernel-image", image, "--modules", Renamed(modules));
        Refused("modules.builtin is no kernel image: there is no HdrS at 0x202", "--kernel-image", Path.Combine(modules, "modules.builtin"), "--modules", modules);
        Refused("lab: found:  no modules.builtin in ", "--kernel-image", image, "--modules", Path.GetDirectoryName(modules)!);
        Refused("daxspec: lab:own-6.1: found no daxspec_probe.ko beside ", "--kernel-image", image, "--modules", modules, "--headers", _directory.FullName);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private void Refused(string message, params string[] options)
    {
        var (code, said) = Check(options);
        Assert.Equal(ExitCodes.Harness, code);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private (int Code, string Said) Check(params string[] options) => Run(["lab", "check", "--kernel", "6.1", "--driver", "e820", "--cases", "20", "--out", Path.Combine(_directory.FullName, "out"), .. options]);

    /// <summary>The same modules, which say that they are of another release.</summary>
    private string Renamed(string modules)
    {
        var other = Path.Combine(_directory.FullName, "6.1.0-other");
        Directory.CreateDirectory(other);
        File.Copy(Path.Combine(modules, "modules.builtin"), Path.Combine(other, "modules.builtin"), overwrite: true);
        return other;
    }

    private (string Image, string Modules) Unpack()
    {
        var tree = Path.Combine(_directory.FullName, "tree");
        foreach (var package in Directory.GetFiles(Path.Combine(LabCache.Default.Root, "packages", "6.1"), "*.deb")) Shell($"dpkg -x '{package}' '{tree}'");
        return (Directory.GetFiles(Path.Combine(tree, "boot"), "vmlinuz-*").Single(), Directory.GetDirectories(Path.Combine(tree, "lib", "modules")).Single());
    }

    /// <summary>Debian's headers name each other by absolute paths: those of a copy are the copy's.</summary>
    private string Headers(string release)
    {
        var (root, copy) = (Path.Combine(LabCache.Default.Root, "roots", "bookworm", "usr"), Path.Combine(_directory.FullName, "usr"));
        Shell($"mkdir -p '{copy}/src' '{copy}/lib' && cp -a '{root}'/src/linux-headers-{release} '{root}'/src/linux-headers-*-common '{copy}/src/' && cp -a '{root}'/lib/linux-kbuild-6.1 '{copy}/lib/'");
        var headers = Path.Combine(copy, "src", $"linux-headers-{release}");
        Shell($"sed -i 's#/usr/src/#{copy}/src/#' '{headers}/Makefile' && sed -i 's/gcc-12/gcc/' '{headers}/.kernelvariables'");
        return headers;
    }

    private (int Code, string Said) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(LabGuest.Program[0], [LabGuest.Program[1], .. arguments]);
        start.Environment["DAXSPEC_LAB_CACHE"] = Path.Combine(_directory.FullName, "cache");
        return Run(start);
    }

    private static void Shell(string script)
    {
        var (code, said) = Run(new ProcessStartInfo("sh", ["-c", script]));
        Assert.True(code == 0, $"{script}\n{said}");
    }

    private static (int Code, string Said) Run(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
