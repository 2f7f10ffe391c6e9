using System.Collections.Immutable;

namespace Conformance.RealDevice.DaxFile;

/// <summary>The badblocks of a disk as one file on it sees them.</summary>
/// <param name="Own">records inside the file, in table order, sectors from the start of the file</param>
/// <param name="Foreign">records that reach outside the file, in table order, sectors from the start of the disk</param>
/// <param name="Complete">false: the kernel's text was cut at a page</param>
internal sealed record BadTable(ImmutableArray<BadRecord> Own, ImmutableArray<BadRecord> Foreign, bool Complete)
{
    /// <summary>The kernel writes one page of text at the most; the longest line has about 30 bytes.</summary>
    private const int Cut = 4096 - 32;

    /// <param name="text">lines "SECTOR SECTORS", as /sys/block/DISK/badblocks shows them</param>
    /// <param name="first">first sector of the file on the disk</param>
    /// <param name="sectors">length of the file</param>
    /// <exception cref="FormatException">the text has another form</exception>
    public static BadTable Parse(string text, ulong first, ulong sectors)
    {
        var own = ImmutableArray.CreateBuilder<BadRecord>();
        var foreign = ImmutableArray.CreateBuilder<BadRecord>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [var start, var length] || !ulong.TryParse(start, out var sector) || !ulong.TryParse(length, out var count))
                throw new FormatException($"'{line}' is no badblocks record: wanted SECTOR SECTORS");
            if (sector >= first && sector + count <= first + sectors) own.Add(new(sector - first, count));
            else foreign.Add(new(sector, count));
        }
        return new(own.ToImmutable(), foreign.ToImmutable(), text.Length <= Cut);
    }

    /// <summary>A record outside that overlaps the file or would grow together with one inside.</summary>
    public BadRecord? Touching(ulong first, ulong sectors)
    {
        foreach (var record in Foreign)
            if (record.Sector <= first + sectors && record.End >= first) return record;
        return null;
    }
}
