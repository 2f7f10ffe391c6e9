namespace Conformance.RealDevice.DaxFile;

/// <summary>One line of a badblocks file, in sectors of 512 bytes from where its reader counts.</summary>
internal readonly record struct BadRecord(ulong Sector, ulong Sectors)
{
    public ulong End => Sector + Sectors;

    public override string ToString() => $"{Sector}+{Sectors}";
}
