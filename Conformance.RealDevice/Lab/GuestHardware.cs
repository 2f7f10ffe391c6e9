using System.Globalization;

namespace Conformance.RealDevice.Lab;

/// <summary>
/// The memory of a guest that has every driver: where what lies, in MiB. Before and behind each persistent range lies no RAM, so
/// that who reaches beyond a device faults. lab/guest/drivers finds the ranges by their kind and order.
/// </summary>
public static class GuestHardware
{
    /// <summary>RAM of a guest that serves, everything below included.</summary>
    public const int RamMebibytes = 1280;

    /// <summary>
    /// Where the probe's journal lies: a physical address, and the offset in the file that is the guest's RAM, for the two are
    /// the same below 2 GiB.
    /// </summary>
    public const long JournalAddress = (long)Journal << 20;

    /// <summary>Size of a range, and of the gap between two of them.</summary>
    private const int Range = 64;

    private const int Journal = 446;

    /// <summary>What the ranges, the gaps and the journal take of the RAM.</summary>
    internal const int RangesMebibytes = (((2 * Ranges) + 1) * Range) + Gap - Journal;

    /// <summary>The rest: what a job needs to be on the very machine that serves.</summary>
    public const int OtherMebibytes = RamMebibytes - RangesMebibytes;

    private const int Gap = Journal + 2;

    /// <summary>e820, e820-2, one that ramdax takes, and two under the device-mapper's.</summary>
    private const int Ranges = 5;

    /// <summary>NVDIMMs: raw, struct pages in RAM, struct pages on the device (large enough for a data offset of its own), devdax, fsdev.</summary>
    private static readonly int[] Nvdimms = [64, 64, 128, 64, 64];

    /// <summary>Above all RAM, each on its own stretch.</summary>
    private const long DeviceMemory = 4L << 30;

    private const long Stretch = 256L << 20;

    /// <summary>The kernel's memmap= arguments: journal, then range and gap in turn.</summary>
    internal static string MemoryMap { get; } = string.Join(' ',
        [Map(2, '$', Journal), .. Enumerable.Range(0, (2 * Ranges) + 1).Select(i => Map(Range, i % 2 == 0 ? '$' : '!', Gap + (i * Range)))]);

    /// <summary>What -m needs besides the size of the RAM.</summary>
    internal static string Slots { get; } = $"slots={Nvdimms.Length},maxmem=16G";

    /// <summary>The persistent memory that QEMU provides. The machine needs nvdimm=on.</summary>
    internal static IEnumerable<string> Arguments =>
    [
        .. Nvdimms.SelectMany((size, i) => new[]
        {
            "-object", $"memory-backend-ram,id=nvdimm{i},size={size}M",
            "-device", $"nvdimm,memdev=nvdimm{i},addr={Hexadecimal(DeviceMemory + (i * Stretch))}",
        }),
        // virtio_pmem, and one under the device-mapper's. A flush is an fsync of what lies behind it: that takes a file.
        .. Enumerable.Range(0, 2).SelectMany(i => new[]
        {
            "-object", $"memory-backend-memfd,id=vpmem{i},share=on,size={Range}M",
            "-device", $"virtio-pmem-pci,memdev=vpmem{i},memaddr={Hexadecimal(DeviceMemory + ((Nvdimms.Length + i) * Stretch))}",
        }),
    ];

    private static string Map(int size, char kind, int address) => string.Create(CultureInfo.InvariantCulture, $"memmap={size}M{kind}{address}M");

    private static string Hexadecimal(long address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x}");
}
