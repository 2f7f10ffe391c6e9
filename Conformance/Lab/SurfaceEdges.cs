using System.Collections.Immutable;
using System.Globalization;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Lab;

/// <summary>The edges of the user surface, each a named case on whatever device is there.</summary>
public static class SurfaceEdges
{
    /// <summary>What the edge is about, its name, whether page 1 is bad at its first sector, the operations; N is the page behind the end.</summary>
    private static readonly ImmutableArray<(string Family, string Name, bool Bad, string Operations)> All =
    [
        ("SIGBUS", "a load fault on a good page", false, "fault pgoff=1"),
        ("SIGBUS", "a store fault on a good page", false, "fault pgoff=1 write=1"),
        ("SIGBUS", "a load fault behind the end", false, "fault pgoff=N"),
        ("SIGBUS", "a load fault on a bad page", true, "fault pgoff=1"),
        ("SIGBUS", "a store fault on a bad page", true, "fault pgoff=1 write=1"),
        ("SIGBUS", "a private load fault on a bad page", true, "fault pgoff=1 private=1"),
        ("COW", "a private store fault on a good page", false, "fault pgoff=1 write=1 private=1"),
        ("COW", "a private copy is written and the file is not", false, "copy_cow_page_dax pos=4096; cow_store bytes=64 seed=7; cow_load; load pgoff=1"),
        ("COW", "a store to the file does not reach the private copy", false, "copy_cow_page_dax pos=4096; store pgoff=1 bytes=64 seed=7; cow_load"),
        ("COW", "a private store fault on a bad page", true, "fault pgoff=1 write=1 private=1"),
        ("MAP_SYNC", "mmap with MAP_SYNC", false, "map_sync"),
        ("pread", "pread of a good page", false, "pread pgoff=1 bytes=4096"),
        ("pread", "pread of a bad page", true, "pread pgoff=1 bytes=4096"),
        ("pread", "pread that runs into a bad page", true, "pread bytes=8192"),
        ("pread", "pread of good bytes of a bad page", true, "pread pgoff=1 offset=512 bytes=512"),
        ("pwrite", "pwrite of a whole bad page", true, "pwrite pgoff=1 bytes=4096 seed=5; fault pgoff=1"),
        ("pwrite", "pwrite of the bad sector alone", true, "pwrite pgoff=1 bytes=512 seed=5; fault pgoff=1"),
        ("O_DIRECT", "a direct read of good sectors", false, "read_direct sector=8 sectors=8"),
        ("O_DIRECT", "a direct read of a bad sector", true, "read_direct sector=8 sectors=1"),
        ("O_DIRECT", "a direct read of the good sectors beside it", true, "read_direct sector=9 sectors=7"),
        ("O_DIRECT", "a direct write of a bad sector", true, "write_direct sector=8 sectors=1 seed=3; read_direct sector=8 sectors=1"),
    ];

    /// <summary>The families, in their order.</summary>
    public static IEnumerable<string> Families => All.Select(e => e.Family).Distinct();

    /// <summary>A target whose answers come from user space.</summary>
    public static bool Has(TargetDescription target) => target.Fixed is not null && !target.Observes(OpCode.fault).IsEmpty;

    /// <summary>The edges on the target's one device.</summary>
    public static ImmutableArray<EdgeCase> On(TargetDescription target) => [.. Of(target.Fixed! with { Bad = [] })];

    /// <summary>The edges on any device of pages of 4096 bytes.</summary>
    public static IEnumerable<EdgeCase> Of(Geometry device) => All.Select(e => new EdgeCase(e.Family, e.Name, new(
        e.Bad ? device with { Bad = [new(8, 1, true)] } : device,
        [.. e.Operations.Replace("pgoff=N", string.Create(CultureInfo.InvariantCulture, $"pgoff={device.Pages}"), StringComparison.Ordinal).Split("; ").Select(HistoryText.ParseOperation)])));
}
