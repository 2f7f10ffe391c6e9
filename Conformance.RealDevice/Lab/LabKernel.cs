namespace Conformance.RealDevice.Lab;

/// <summary>A kernel that <c>lab/prepare</c> made ready to boot.</summary>
/// <param name="Name">Generation, as on the command line: <c>6.1</c>.</param>
/// <param name="Release">What <c>uname -r</c> says in the guest: <c>6.1.0-50-amd64</c>.</param>
/// <param name="Vmlinuz">File with the kernel image.</param>
/// <param name="Initrd">File with the initramfs that runs <c>lab/guest/init</c>.</param>
public sealed record LabKernel(string Name, string Release, string Vmlinuz, string Initrd)
{
    /// <summary>The file of the kernel probe, as lab/prepare leaves it beside the kernel.</summary>
    public const string Probe = "daxspec_probe.ko";

    /// <summary>Without the probe a guest runs jobs, and serves nothing.</summary>
    public bool HasProbe => File.Exists(Path.Join(Path.GetDirectoryName(Vmlinuz), Probe));
}
