using System.Globalization;

namespace Conformance.RealDevice.Lab;

/// <summary>The QEMU command line of a guest.</summary>
public static class QemuCommand
{
    public const string Program = "qemu-system-x86_64";

    /// <summary>How much longer than the host the guest itself waits before it powers off, should the host be gone, in seconds.</summary>
    private const int GuestPatience = 15;

    /// <summary>What livelocks in one processor must not stop the clock of the other.</summary>
    private const int ServeProcessors = 2;

    /// <summary>
    /// A kernel patches its own code as it boots. Under emulation a processor may trip over what another is just patching ("Oops: int3", one boot
    /// in 25 where the host is busy): there is only one until lab/guest/init has the others join.
    /// </summary>
    private const string Alone = "maxcpus=1";

    /// <summary>Leaves out what only takes time when a kernel boots: a third of it, under emulation.</summary>
    private const string Quick = "nokaslr mitigations=off rcupdate.rcu_expedited=1 swiotlb=noforce init_on_alloc=0 lsm=capability apparmor=0 audit=0 "
        + "tsc=reliable no_timer_check i8042.noaux i8042.nokbd 8250.nr_uarts=1 nowatchdog random.trust_cpu=on";

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
        return
        [
            .. Machine(accelerator, job.Kernel, KernelArguments(job), job.Processors),
            .. job.IsPlain
                ? ["-M", "q35", "-m", $"{job.RamMebibytes}M"]
                : (string[])["-M", "q35,nvdimm=on", "-m", $"{job.RamMebibytes}M,{GuestHardware.Slots}", .. GuestHardware.Arguments],
            "-virtfs", Share("/", "host") + ",readonly=on",
            "-virtfs", Share(Path.GetFullPath(job.OutDirectory), "out"),
        ];
    }

    /// <summary>
    /// The arguments of <see cref="Program"/> for a guest that has every driver and serves histories (lab/probe/relay.c), console on
    /// standard output: markers of init, and the kernel's last words.
    /// </summary>
    /// <param name="kernel">What to boot.</param>
    /// <param name="socket">A UNIX socket on which the host already listens; QEMU connects to it at once, the guest says HELLO when it is ready.</param>
    /// <param name="ram">The file to make the guest's RAM of; it outlives the guest, the journal stands at <see cref="GuestHardware.JournalAddress"/>.</param>
    /// <param name="accelerator">tcg or kvm.</param>
    /// <param name="load">How the guest loads the probe; null: as usual.</param>
    /// <param name="control">A UNIX socket likewise, for <see cref="QemuEvents"/>; null: none.</param>
    public static IReadOnlyList<string> ServeArguments(LabKernel kernel, string socket, string ram, string accelerator, ProbeLoad? load = null, string? control = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentException.ThrowIfNullOrEmpty(socket);
        ArgumentException.ThrowIfNullOrEmpty(ram);
        return
        [
            .. Machine(accelerator, kernel, ServeKernelArguments(load), ServeProcessors),
            "-M", "q35,nvdimm=on,memory-backend=ram",
            "-m", $"{GuestHardware.RamMebibytes}M,{GuestHardware.Slots}",
            "-object", $"memory-backend-file,id=ram,share=on,mem-path={Escape(Path.GetFullPath(ram))},size={GuestHardware.RamMebibytes}M",
            .. GuestHardware.Arguments,
            "-device", "virtio-serial-pci",
            "-chardev", $"socket,id=daxspec,path={Escape(Path.GetFullPath(socket))}",
            "-device", "virtserialport,chardev=daxspec,name=daxspec",
            // Fires when no processor of the guest runs a task any more (lab/probe/relay.c): nobody else would end such a guest, should the host be gone.
            "-device", "i6300esb", "-action", "watchdog=poweroff",
            .. control is null ? [] : (string[])["-chardev", $"socket,id=control,path={Escape(Path.GetFullPath(control))}", "-mon", "chardev=control,mode=control"],
        ];
    }

    /// <summary>The arguments of <see cref="Program"/> for a guest that has every driver and a shell on this terminal; ctrl-a x ends it.</summary>
    public static IReadOnlyList<string> ShellArguments(LabKernel kernel, string accelerator)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return
        [
            .. Machine(accelerator, kernel, ShellKernelArguments(), ServeProcessors).Select(a => a == "stdio" ? "mon:stdio" : a),
            "-M", "q35,nvdimm=on",
            "-m", $"{GuestHardware.RamMebibytes}M,{GuestHardware.Slots}",
            .. GuestHardware.Arguments,
        ];
    }

    /// <summary>The kernel's command line of a guest with a shell: warnings are shown, an oops ends the shell's call and not the guest.</summary>
    public static string ShellKernelArguments() =>
        $"console=ttyS0 loglevel=5 panic=-1 {Alone} {GuestHardware.MemoryMap} {Quick} daxspec.mode=shell daxspec.journal={GuestHardware.JournalAddress}";

    /// <summary>The kernel's command line. loglevel=5 shows warnings and worse; an oops is a panic, for nothing after it is to be trusted.</summary>
    public static string KernelArguments(GuestJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var deadline = (long)Math.Ceiling(job.Deadline.TotalSeconds) + GuestPatience;
        var memory = job.IsPlain ? $"memmap={job.PmemMebibytes}M!{job.PmemBaseMebibytes}M" : GuestHardware.MemoryMap;
        // Where the kernel's own memory lies decides what may be tried beyond a device: for the probe it lies where it lies in a guest that serves.
        return $"console=ttyS0 loglevel=5 panic=-1 oops=panic {Alone} {memory} {(job.FileSystem == GuestJob.Bare ? Quick + " " : "")}"
            + (job.Surfaces.Count == 0 ? $"daxspec.driver={job.Driver} daxspec.fs={job.FileSystem} " : $"daxspec.surfaces={string.Join(',', job.Surfaces)} ")
            + $"daxspec.deadline={deadline}{job.Probe.Words}";
    }

    /// <summary>
    /// The kernel's command line of a guest that serves. loglevel=1: the probe hands warnings out with the answers, and a serial
    /// console is slow; a kernel that goes down speaks up all the same. Addresses are the same at every boot.
    /// </summary>
    public static string ServeKernelArguments(ProbeLoad? load = null) =>
        $"console=ttyS0 loglevel=1 panic=-1 oops=panic {Alone} {GuestHardware.MemoryMap} {Quick} "
        + $"daxspec.mode=serve daxspec.journal={GuestHardware.JournalAddress}{load?.Words}";

    /// <summary>What every guest has.</summary>
    private static string[] Machine(string accelerator, LabKernel kernel, string kernelArguments, int processors)
    {
        var kvm = accelerator == "kvm";
        return
        [
            "-accel", kvm ? "kvm" : "tcg,thread=multi",
            "-cpu", kvm ? "host" : "max",
            "-smp", processors.ToString(CultureInfo.InvariantCulture),
            "-nodefaults", "-display", "none", "-monitor", "none", "-serial", "stdio",
            // A panic reboots at once (panic=-1), which ends QEMU.
            "-no-reboot",
            "-kernel", kernel.Vmlinuz,
            "-initrd", kernel.Initrd,
            "-append", kernelArguments,
        ];
    }

    private static string Share(string path, string tag) => $"local,path={Escape(path)},mount_tag={tag},security_model=none,multidevs=remap";

    /// <summary>QEMU takes a doubled comma for a comma.</summary>
    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);
}
