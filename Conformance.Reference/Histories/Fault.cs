namespace Conformance.Reference.Histories;

/// <summary>How a call ended when it did not return.</summary>
public enum Fault : byte
{
    None = 0,

    /// <summary>Called through an absent member of the operations table, or through a NULL table.</summary>
    NullCall = 1,

    /// <summary>Read or wrote memory that is not the device's.</summary>
    WildAccess = 2,

    /// <summary>Did not come back within any bounded number of steps.</summary>
    Livelock = 3,
}
