using System.Globalization;

namespace Conformance.RealDevice.Lab;

/// <summary>The QEMU command line of a guest.</summary>
public static class QemuCommand
{
    public const string Program = "qemu-system-x86_64";

    /// <summary>How much longer than the host the guest itself waits before it powers off, should the host be gone, in seconds.</summary>
    private const int GuestPatience = 15;

    /// <summary>The accelerator to use: tcg works everywhere; kvm only on request, since a /dev/kvm may be there and not work.</summary>
    public static string Accelerator(string? requested) => requested switch
    {
        null or "" or "tcg" => "tcg",
        "kvm" => "kvm",
        _ => throw new ArgumentException($"DAXSPEC_LAB_ACCEL is '{requested}'; use tcg (the default) or kvm", nameof(requested)),
    };

    /// <summary>The arguments of <see cref="Program"/> for this job, console on standard output.</summary>
    /// <param name="job">A job without a <see cref="GuestJob.Problem"/>.</param>
    /// <param name="accelerator">tcg or kvm.</param>
    public static IReadOnlyList<string> Arguments(GuestJob job, string accelerator)
    {
        ArgumentNullException.ThrowIfNull(job);
        var kvm = accelerator == "kvm";
        return
        [
            "-accel", kvm ? "kvm" : "tcg,thread=multi",
            "-cpu", kvm ? "host" : "max",
            "-M", "q35",
            "-m", $"{job.MemoryMebibytes + job.PmemMebibytes}M",
            "-smp", job.Processors.ToString(CultureInfo.InvariantCulture),
            "-nodefaults", "-display", "none", "-monitor", "none", "-serial", "stdio",
            // A panic reboots at once (panic=-1), which ends QEMU.
            "-no-reboot",
            "-kernel", job.Kernel.Vmlinuz,
            "-initrd", job.Kernel.Initrd,
            "-append", KernelArguments(job),
            "-virtfs", Share("/", "host") + ",readonly=on",
            "-virtfs", Share(Path.GetFullPath(job.OutDirectory), "out"),
        ];
    }

    /// <summary>The kernel's command line. loglevel=5 shows warnings and worse; an oops is a panic, for nothing after it is to be trusted.</summary>
    public static string KernelArguments(GuestJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var deadline = (long)Math.Ceiling(job.Deadline.TotalSeconds) + GuestPatience;
        return $"console=ttyS0 loglevel=5 panic=-1 oops=panic memmap={job.PmemMebibytes}M!{job.PmemBaseMebibytes}M "
            + $"daxspec.driver={job.Driver} daxspec.deadline={deadline}";
    }

    // QEMU takes a doubled comma for a comma.
    private static string Share(string path, string tag) =>
        $"local,path={path.Replace(",", ",,", StringComparison.Ordinal)},mount_tag={tag},security_model=none,multidevs=remap";
}
