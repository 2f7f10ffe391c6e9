namespace Conformance.RealDevice.Mapped;

/// <summary>What the file system of a history would answer when iomap_iter asks.</summary>
/// <param name="Begin">result of iomap_begin; it gives the mappings only when 0</param>
/// <param name="Map">the mapping</param>
/// <param name="Source">the source mapping; of type 0: none</param>
/// <param name="End">result of iomap_end</param>
internal readonly record struct IomapAnswer(int Begin, Iomap Map, Iomap Source, int End);
