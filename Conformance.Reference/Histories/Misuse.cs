namespace Conformance.Reference.Histories;

/// <summary>Wrong use of kmap_atomic/kunmap_atomic or of the dax read lock, named.</summary>
public enum Misuse : byte
{
    None = 0,

    /// <summary>Unmapped something other than the innermost mapping.</summary>
    UnmapOutOfOrder = 1,

    /// <summary>Unmapped what is not mapped.</summary>
    UnmapNotMapped = 2,

    /// <summary>Mapped deeper than KM_MAX_IDX.</summary>
    TooDeep = 3,

    /// <summary>Left a read section that was not entered.</summary>
    UnlockNotLocked = 4,

    /// <summary>Handed kunmap_atomic the page instead of the mapped address.</summary>
    UnmapByPage = 5,
}
