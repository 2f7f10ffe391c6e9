namespace Conformance.Lab;

/// <summary>The drivers that the lab knows; which of them a kernel has, its guest says.</summary>
public static class LabDrivers
{
    public static IReadOnlyList<LabProvider> All { get; } =
    [
        new("nd_pmem", "nd_pmem's functions on a struct pmem_device of any geometry, behind the dax core"),
        new("e820", "nd_pmem on a memmap= range (nd_e820)"),
        new("e820-2", "nd_pmem on a second memmap= range: as e820, so only when it is named"),
        new("nfit-raw", "nd_pmem on an NVDIMM, raw namespace"),
        new("nfit", "nd_pmem on an NVDIMM, fsdax namespace with its struct pages in memory"),
        new("nfit-dev", "nd_pmem on an NVDIMM, fsdax namespace with its struct pages on the device: a data offset"),
        new("virtio_pmem", "nd_pmem on a virtio-pmem device"),
        new("dm-linear", "device mapper, linear"),
        new("dm-stripe", "device mapper, striped"),
        new("dm-mixed", "device mapper, one table over two drivers"),
        new("dm-deep", "device mapper, linear over a stripe"),
        new("dm-log-writes", "device mapper, log-writes"),
        new("ramdax", "RAM as an NVDIMM with labels (drivers/nvdimm/ramdax.c, since 6.19)"),
        new("devdax", "device-dax character device"),
        new("fsdev", "device-dax for file systems (drivers/dax/fsdev.c, since 7.1)"),
    ];

    /// <summary>Checked when no driver is named. The second memmap= range is the first again: same code, same size, same answers.</summary>
    public static bool ByDefault(string name) => name != "e820-2";

    /// <summary>Its place in reports: the list's order, then by name.</summary>
    /// <param name="name">a driver, or a surface of one: DRIVER/KIND</param>
    public static int Rank(string name)
    {
        name = name.Split('/')[0];
        for (var i = 0; i < All.Count; i++)
            if (All[i].Name == name) return i;
        return All.Count;
    }
}
