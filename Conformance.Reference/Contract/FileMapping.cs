using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>A file position in a mapping of device address and file offset, as dax_iomap_pgoff and copy_cow_page_dax are given it.</summary>
public sealed class FileMapping
{
    public ulong Address { get; private set; }

    public ulong Offset { get; private set; }

    public long Position { get; private set; }

    /// <summary>Device byte of the position's page, modulo 2^64.</summary>
    public ulong DeviceByte { get; private set; }

    /// <summary>The device page of the position; what it must be where <see cref="IsPlain"/>.</summary>
    public ulong Pgoff { get; private set; }

    /// <summary>The mapping begins at or before the page of the position, and no number overflows.</summary>
    public bool Covers { get; private set; }

    /// <summary>It covers the page, and the device byte is page aligned.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>The device byte lies in a sector that does not begin a page.</summary>
    public bool IsUnalignedSector { get; private set; }

    internal void Load(Step step)
    {
        ref readonly var operation = ref step.Operation;
        var copy = operation.Code == OpCode.copy_cow_page_dax;
        Position = operation.Signed(copy ? 0 : 2);
        Address = operation[copy ? 1 : 0];
        Offset = operation[copy ? 2 : 1];
        var page = (ulong)step.Geometry.PageSize;
        var start = unchecked((ulong)Position) & ~(page - 1);
        DeviceByte = unchecked(Address + start - Offset);
        Pgoff = DeviceByte >> step.Geometry.PageShift;
        Covers = Position >= 0 && Offset <= start && Address <= ulong.MaxValue - (start - Offset);
        IsPlain = Covers && DeviceByte % page == 0;
        IsUnalignedSector = (DeviceByte & ~511UL) % page != 0;
    }
}
