namespace Conformance.Reference.Histories;

/// <summary>A poisoned range that the device has on record when a history starts; applied in order with badblocks_set.</summary>
/// <param name="Sector">first sector (512 bytes), relative to the data area</param>
/// <param name="Sectors">length in sectors</param>
/// <param name="Acknowledged">the record's acknowledged bit</param>
public readonly record struct BadRange(ulong Sector, ulong Sectors, bool Acknowledged)
{
    /// <summary>"8+1" acknowledged, "8+1?" not.</summary>
    public override string ToString() => $"{Sector}+{Sectors}{(Acknowledged ? "" : "?")}";
}
