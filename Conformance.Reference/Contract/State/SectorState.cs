namespace Conformance.Reference.Contract.State;

/// <summary>What a sector's record may be, as a set: one bit where it is certain, several where the contract leaves it open.</summary>
[Flags]
public enum SectorState : byte
{
    None = 0,
    Clean = 1,
    Acknowledged = 2,
    Unacknowledged = 4,
    Bad = Acknowledged | Unacknowledged,
    Unknown = Clean | Bad,
}
