using Conformance.RealDevice.Lab;

namespace Conformance.Tests;

public sealed class LabTests
{
    private static readonly LabKernel Kernel = new("6.1", "6.1.0-50-amd64", "/boot/vmlinuz", "/boot/initrd");
    private static readonly GuestJob Job = new(Kernel, "e820", ["/bin/true"], "/out");

    [Fact]
    public void A_plain_job_has_no_problem() => Assert.Null(Job.Problem());

    public static TheoryData<string, GuestJob> Problems => new()
    {
        { "driver 'nvme' is not in the lab; it has: e820, nfit, nfit-dev, virtio_pmem, dm-linear, dm-stripe, dm-mixed, ramdax, devdax", Job with { Driver = "nvme" } },
        { "file system 'btrfs' is not in the lab; it has: ext4, xfs, xfs-reflink, kernel", Job with { FileSystem = "btrfs" } },
        { "256 MiB of memory; give a multiple of 4, at least 512", Job with { Driver = "nfit", MemoryMebibytes = 256 } },
        { "the job has no command; give a program and its arguments", Job with { Command = [] } },
        { "130 MiB of memory; give a multiple of 4, at least 256", Job with { MemoryMebibytes = 130 } },
        { "31 MiB of persistent memory; give a multiple of 2, at least 32", Job with { PmemMebibytes = 31 } },
        { "2800 + 64 MiB of memory; give at most 2816 MiB in all", Job with { MemoryMebibytes = 2800 } },
        { "0 processors; give at least one", Job with { Processors = 0 } },
        { "a time limit is not positive; give both a length", Job with { Deadline = TimeSpan.Zero } },
        { "'9LIVES' is no name of an environment variable; use letters, digits and underscores", Job with { Environment = new Dictionary<string, string> { ["9LIVES"] = "1" } } },
    };

    [Theory]
    [MemberData(nameof(Problems), DisableDiscoveryEnumeration = true)]
    public void A_job_that_cannot_work_says_why(string problem, GuestJob job) => Assert.Equal(problem, job.Problem());

    [Theory]
    [InlineData(null, "tcg")]
    [InlineData("", "tcg")]
    [InlineData("tcg", "tcg")]
    [InlineData("kvm", "kvm")]
    public void Emulation_is_used_unless_kvm_is_asked_for(string? asked, string accelerator) => Assert.Equal(accelerator, QemuCommand.Accelerator(asked));

    [Fact]
    public void An_unknown_accelerator_is_refused() =>
        Assert.StartsWith("DAXSPEC_LAB_ACCEL is 'fast'; use tcg (the default) or kvm", Assert.Throws<ArgumentException>(() => QemuCommand.Accelerator("fast")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_guest_ends_instead_of_starting_again() => Assert.Contains("-no-reboot", QemuCommand.Arguments(Job, "tcg"));

    [Fact]
    public void The_host_is_read_only_in_a_guest() =>
        Assert.Contains(QemuCommand.Arguments(Job, "tcg"), a => a.StartsWith("local,path=/,", StringComparison.Ordinal) && a.EndsWith("readonly=on", StringComparison.Ordinal));

    [Fact]
    public void A_comma_in_a_path_is_doubled_for_qemu() =>
        Assert.Contains(QemuCommand.Arguments(Job with { OutDirectory = "/a,b" }, "tcg"), a => a.StartsWith("local,path=/a,,b,", StringComparison.Ordinal));

    [Fact]
    public void The_memory_of_a_guest_is_its_own_and_the_persistent_one() =>
        Assert.Contains("1088M", QemuCommand.Arguments(Job, "tcg"));

    [Fact]
    public void The_kernel_is_told_where_the_persistent_memory_lies() =>
        Assert.Contains("memmap=64M!512M ", QemuCommand.KernelArguments(Job), StringComparison.Ordinal);

    [Fact]
    public void A_driver_other_than_e820_gets_all_the_hardware()
    {
        var arguments = QemuCommand.Arguments(Job with { Driver = "nfit", FileSystem = "xfs" }, "tcg");
        Assert.Contains("q35,nvdimm=on", arguments);
        Assert.Equal(5, arguments.Count(a => a.StartsWith("nvdimm,", StringComparison.Ordinal)));
        Assert.Contains(arguments, a => a.Contains(" daxspec.driver=nfit daxspec.fs=xfs ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_guest_of_many_surfaces_gets_all_the_hardware_and_their_names()
    {
        var arguments = QemuCommand.Arguments(Job with { Surfaces = ["e820.dax.ext4", "devdax.devdax"] }, "tcg");
        Assert.Contains("q35,nvdimm=on", arguments);
        Assert.Contains(arguments, a => a.Contains(" daxspec.surfaces=e820.dax.ext4,devdax.devdax daxspec.deadline=", StringComparison.Ordinal));
    }

    [Fact]
    public void No_ram_adjoins_the_persistent_ranges_of_a_serving_guest() =>
        Assert.Contains(" memmap=2M$446M memmap=64M$448M memmap=64M!512M memmap=64M$576M memmap=64M!640M memmap=64M$704M memmap=64M!768M memmap=64M$832M memmap=64M!896M memmap=64M$960M memmap=64M!1024M memmap=64M$1088M ",
            QemuCommand.ServeKernelArguments(), StringComparison.Ordinal);

    [Fact]
    public void A_serving_guest_knows_where_its_journal_lies()
    {
        Assert.EndsWith($"daxspec.mode=serve daxspec.journal={446L << 20}", QemuCommand.ServeKernelArguments(), StringComparison.Ordinal);
        Assert.Equal(446L << 20, GuestHardware.JournalAddress);
    }

    [Fact]
    public void A_serving_guest_has_a_watchdog_that_ends_qemu()
    {
        var arguments = QemuCommand.ServeArguments(Kernel, "/s", "/r", "tcg", new(), "/c");
        Assert.Contains("i6300esb", arguments);
        Assert.Contains("watchdog=poweroff", arguments);
        Assert.Contains("socket,id=control,path=/c", arguments);
    }

    [Fact]
    public void The_kernel_is_told_how_to_load_the_probe() =>
        Assert.EndsWith(" daxspec.guard=0 daxspec.drill=deaf", QemuCommand.ServeKernelArguments(new(Guard: false, Drill: "deaf")), StringComparison.Ordinal);

    [Fact]
    public void A_job_with_the_bare_device_gets_all_the_hardware_and_every_driver()
    {
        var job = Job with { Driver = "nd_pmem", FileSystem = GuestJob.Bare, Probe = new(Guard: false) };
        Assert.Null(job.Problem());
        Assert.Contains(QemuCommand.Arguments(job, "tcg"), a => a.Contains(" daxspec.driver=nd_pmem daxspec.fs=kernel daxspec.deadline=615 daxspec.guard=0", StringComparison.Ordinal));
        Assert.Contains("q35,nvdimm=on", QemuCommand.Arguments(Job with { FileSystem = GuestJob.Bare }, "tcg"));
    }

    [Fact]
    public void A_serving_guest_answers_on_the_socket_and_leaves_its_memory_in_the_file()
    {
        var arguments = QemuCommand.ServeArguments(Kernel, "/run/a,b", "/run/ram", "tcg");
        Assert.Contains("socket,id=daxspec,path=/run/a,,b", arguments);
        Assert.Contains("virtserialport,chardev=daxspec,name=daxspec", arguments);
        Assert.Contains("memory-backend-file,id=ram,share=on,mem-path=/run/ram,size=1280M", arguments);
        Assert.Contains("-no-reboot", arguments);
        Assert.DoesNotContain(arguments, a => a.StartsWith("local,", StringComparison.Ordinal));
    }

    [Fact]
    public void The_devices_of_qemu_lie_apart()
    {
        var addresses = QemuCommand.ServeArguments(Kernel, "/s", "/r", "tcg")
            .SelectMany(a => a.Split(',')).Where(a => a.StartsWith("addr=0x", StringComparison.Ordinal) || a.StartsWith("memaddr=0x", StringComparison.Ordinal))
            .Select(a => Convert.ToInt64(a[(a.IndexOf('x', StringComparison.Ordinal) + 1)..], 16)).ToList();
        Assert.Equal(7, addresses.Count);
        Assert.All(addresses.Zip(addresses.Skip(1)), pair => Assert.True(pair.Second - pair.First > 128L << 20));
    }

    [Fact]
    public void The_cache_is_where_the_environment_says()
    {
        Assert.Equal("/own", LabCache.Locate(name => name == "DAXSPEC_LAB_CACHE" ? "/own" : null));
        Assert.Equal("/cache/daxspec/lab", LabCache.Locate(name => name == "XDG_CACHE_HOME" ? "/cache" : null));
        Assert.Equal("/home/me/.cache/daxspec/lab", LabCache.Locate(name => name == "HOME" ? "/home/me" : null));
    }

    [Fact]
    public void A_kernel_that_is_not_prepared_is_told_with_the_command_that_prepares_it()
    {
        Assert.False(new LabCache("/nowhere").TryFind("6.1", out _, out var problem));
        Assert.EndsWith("prepared: none; run: lab/prepare 6.1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shell_has_the_console_of_a_terminal_and_every_device()
    {
        var arguments = QemuCommand.ShellArguments(Kernel, "tcg");
        Assert.Contains("mon:stdio", arguments);
        Assert.Contains(arguments, a => a.StartsWith("nvdimm,", StringComparison.Ordinal));
    }

    [Fact]
    public void A_shell_outlives_an_oops() => Assert.DoesNotContain("oops=panic", QemuCommand.ShellKernelArguments(), StringComparison.Ordinal);
}
