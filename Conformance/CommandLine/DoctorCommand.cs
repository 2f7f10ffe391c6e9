using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Conformance.Models;
using Conformance.RealDevice.DaxFile;
using Conformance.RealDevice.Lab;
using Conformance.RealDevice.Probe;

namespace Conformance.CommandLine;

/// <summary>daxspec doctor: what this machine can observe, what is missing, and how to get it. Nothing is changed.</summary>
internal static class DoctorCommand
{
    public static Command Make(TextWriter output)
    {
        var json = CommonOptions.Json();
        var command = new Command("doctor", "say what this machine can observe, what is missing and how to get it") { json };
        command.SetAction(parsed =>
        {
            var checks = Examine();
            if (parsed.GetValue(json)) output.WriteLine(JsonSerializer.Serialize(checks, JsonOutput.Options));
            else
                foreach (var check in checks)
                {
                    output.WriteLine($"{(check.Ok ? "yes" : "no ")}  {check.What}");
                    output.WriteLine($"       found   {check.Found}");
                    if (!check.Ok) output.WriteLine($"       to get  {check.Remedy}");
                }
            return checks[0].Ok ? ExitCodes.Conforms : ExitCodes.Harness;
        });
        return command;
    }

    internal static IReadOnlyList<DoctorCheck> Examine() => [Mapping(), Model(), Plugins(), Namespaces(), DaxMounts(), DeviceDax(), Probe(), Pagemap(), .. DoctorLab.Examine(LabCache.Default)];

    private static DoctorCheck Mapping() => new(
        "mmap:[FILE], mutant:NAME: the default target, a mapped (scratch) file, and its mutants", OperatingSystem.IsLinux(), $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}", "a Linux machine");

    private static DoctorCheck Plugins() => new("lib:FILE.so, exec:COMMAND: a driver of your own, in a process of its own", OperatingSystem.IsLinux(), "this program starts it", "a Linux machine");

    private static DoctorCheck Model() => new("reference:PROFILE: the model", true, $"profiles {string.Join(", ", ModelSet.Load().Profiles.Select(p => p.Name))}", "");

    private static DoctorCheck Namespaces()
    {
        var devices = Directory.Exists("/sys/block") ? Directory.GetDirectories("/sys/block", "pmem*").Select(p => "/dev/" + Path.GetFileName(p)).Order(StringComparer.Ordinal).ToArray() : [];
        return new("pmem block devices", devices.Length > 0, devices.Length > 0 ? string.Join(", ", devices) : "no /sys/block/pmem*",
            "boot with memmap=1G!4G (nd_e820), or add an NVDIMM or virtio-pmem device to the virtual machine; or use the lab");
    }

    private static DoctorCheck DaxMounts()
    {
        var mounts = File.Exists("/proc/mounts") ? File.ReadAllLines("/proc/mounts").Select(l => l.Split(' ')).Where(f => f.Length > 3 && f[3].Split(',').Any(o => o is "dax" or "dax=always" or "dax=inode")).Select(f => f[1]).ToArray() : [];
        return new("dax:FILE: a file system mounted with DAX", mounts.Length > 0, mounts.Length > 0 ? string.Join(", ", mounts) : "no mount with a dax option",
            "mkfs.ext4 -b 4096 /dev/pmemN && mount -o dax /dev/pmemN DIR (destroys what the device holds), then: daxspec check dax:DIR/FILE");
    }

    private static DoctorCheck DeviceDax()
    {
        var devices = Directory.Exists("/dev") ? Directory.GetFiles("/dev", "dax*.*").Order(StringComparer.Ordinal).ToArray() : [];
        return new("devdax:/dev/daxX.Y: a device-dax character device", devices.Length > 0, devices.Length > 0 ? string.Join(", ", devices) : "no /dev/daxX.Y", "ndctl create-namespace --mode=devdax (destroys what the namespace holds)");
    }

    /// <summary>The kernel that this program runs on; the lab brings its own.</summary>
    private static DoctorCheck Probe()
    {
        var (loaded, build) = (File.Exists(IoctlChannel.Device), $"/lib/modules/{KernelRelease.Running.Text}/build");
        return new("kernel:DEVICE: the running kernel's own functions, through the probe", loaded, loaded ? IoctlChannel.Device : $"no {IoctlChannel.Device}{(Directory.Exists(build) ? "" : $", no {build} to build it against")}",
            $"as root, on a machine that may crash: {(Directory.Exists(build) ? "" : "apt-get install linux-headers-$(uname -r) && ")}make -C /lib/modules/$(uname -r)/build M=$PWD/lab/probe modules && insmod lab/probe/daxspec_probe.ko; or use lab:KERNEL/NAME");
    }

    private static DoctorCheck Pagemap()
    {
        var root = Environment.UserName == "root";
        return new("page frame numbers and poison injection", root, root ? "running as root" : $"running as {Environment.UserName}", "run as root: /proc/self/pagemap hides frames otherwise, and sysfs takes no bad blocks");
    }
}
