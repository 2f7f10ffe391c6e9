using System.Collections.Immutable;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Probe;

/// <summary>What can be seen of a provider through a probe.</summary>
internal static class ProbeDescription
{
    /// <summary>PAGE_SHIFT of x86-64, and of arm64 as distributions configure it: the probe runs on one kernel, which has one.</summary>
    private const int PageShift = 12;

    /// <param name="name">the target's text form</param>
    /// <param name="title">one line for a report</param>
    /// <param name="profile">the generation whose nd_pmem it claims to be, or null</param>
    /// <param name="info">what the probe can do</param>
    /// <param name="device">what it opened</param>
    /// <param name="stacked">its pages lie on other disks</param>
    /// <exception cref="TargetException">the device does not fit together</exception>
    public static TargetDescription Of(string name, string title, string? profile, in daxspec_info info, in daxspec_device device, bool stacked)
    {
        var (features, flags) = (info.features, device.flags);
        // Frames that lie in several places have no first one.
        var frames = (flags & DAXSPEC_ANY_GEOMETRY) != 0 || device.phys_addr != 0 && !stacked;
        return new()
        {
            Name = name,
            Title = title,
            Profile = profile,
            Fixed = (flags & DAXSPEC_ANY_GEOMETRY) != 0 ? null : Geometry(name, device),
            PageShifts = [PageShift],
            Observes = code => Observes(code, features, flags, frames),
            Limits = [.. Limits(features, flags, frames)],
            MaxWorkers = 1,
            Concurrent = true,
            Races = true,
            Environment = [("kernel", ProbeVersion.Text(info.release))],
        };
    }

    private static Geometry Geometry(string name, in daxspec_device device)
    {
        var geometry = new Geometry
        {
            PageShift = PageShift,
            Size = device.size,
            DataOffset = device.data_offset,
            PfnPad = device.pfn_pad <= uint.MaxValue ? (uint)device.pfn_pad : throw Malformed.Of($"{name} with a pfn_pad of {device.pfn_pad} bytes", "32 bits"),
            PhysAddr = device.phys_addr,
            Clear = device.clear,
            Ops = (device.flags & DAXSPEC_NO_OPS) != 0 ? DriverOps.None : DriverOps.All,
        };
        return geometry.Pages == device.pages && device.pages > 0 ? geometry : throw Malformed.Of($"{name} with {device.pages} pages", $"those of {geometry}: {geometry.Pages}, at least one");
    }

    private static AspectSet Observes(OpCode code, uint features, ulong flags, bool frames)
    {
        var all = OperationSpec.For(code).Observable;
        if ((flags & DAXSPEC_HAS_TABLE) == 0) all = all.Without(Aspect.Table);
        if (!frames) all = all.Without(Aspect.Pfn);
        return code switch
        {
            OpCode.badblocks_set or OpCode.badblocks_clear or OpCode.badblocks_check when (flags & DAXSPEC_HAS_TABLE) == 0 => AspectSet.Empty,
            OpCode.iomap_start or OpCode.iomap_iter when (features & DAXSPEC_HAS_IOMAP_ITER) == 0 => AspectSet.Empty,
            OpCode.copy_cow_page_dax or OpCode.cow_load or OpCode.cow_store or OpCode.dax_iomap_pgoff when (features & DAXSPEC_HAS_FAULT_PATH) == 0 => AspectSet.Empty,
            OpCode.store when (flags & DAXSPEC_HAS_SECOND_MAPPING) == 0 => all.Without(Aspect.Contents),
            _ => all,
        };
    }

    private static IEnumerable<string> Limits(uint features, ulong flags, bool frames)
    {
        if ((features & DAXSPEC_HAS_GUARD) == 0) yield return "faults: the probe's guard is left out, so a call that faults or never returns takes the machine down; where the memory that it missed only is not backed here, that counts as a WildAccess all the same.";
        if ((features & DAXSPEC_HAS_IOMAP_ITER) == 0) yield return "iomap_start, iomap_iter: this kernel has no iomap_iter; a kernel from 5.15 on.";
        if ((features & DAXSPEC_HAS_FAULT_PATH) == 0) yield return "dax_iomap_pgoff, copy_cow_page_dax, cow_load, cow_store: the probe does not reach the fault path of this kernel; dax:FILE does.";
        if ((flags & DAXSPEC_HAS_TABLE) == 0) yield return "poison: this provider has no badblocks table that the probe could write, so it is always clean.";
        if ((flags & DAXSPEC_HAS_SECOND_MAPPING) == 0) yield return "a second mapping of the memory: there is none, so stores are not read back through another.";
        if (!frames) yield return "pfn: the provider's pages lie in several places, so that no frame says which page it is.";
        if ((flags & DAXSPEC_ANY_GEOMETRY) == 0) yield return "geometry: the one device there is; nd_pmem (devices that the probe makes) takes any.";
        yield return "page size: the kernel's own, 4096 bytes.";
    }
}
