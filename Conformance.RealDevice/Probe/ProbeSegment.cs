namespace Conformance.RealDevice.Probe;

/// <summary>Pages of a stacked provider on the disks under it.</summary>
/// <param name="Page">first page of the provider</param>
/// <param name="Pages">how many</param>
/// <param name="Chunk">pages in a chunk; 0: not striped</param>
/// <param name="Stripes">first page on each disk</param>
public sealed record ProbeSegment(ulong Page, ulong Pages, ulong Chunk, IReadOnlyList<(ulong Start, string Disk)> Stripes);
