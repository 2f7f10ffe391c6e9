namespace Conformance.Reference.Histories;

/// <summary>One thing that can be seen of an answer. The order is the order in text.</summary>
public enum Aspect : byte
{
    /// <summary>The function's result: a count, a size or a negative errno.</summary>
    Result,

    /// <summary>1 when the operation failed: all that is left of Result where the errno or count is not passed on.</summary>
    Failed,

    /// <summary>*kaddr in bytes relative to the start of the resource.</summary>
    Kaddr,

    /// <summary>*pfn: physical frame number in pages.</summary>
    Pfn,

    /// <summary>Pages of the answer, from the first on, that could really be touched.</summary>
    Touched,

    /// <summary>Digest of page contents: see <see cref="Observation"/> for which pages.</summary>
    Contents,

    /// <summary>Digest of the badblocks records: see <see cref="Observation"/>.</summary>
    Table,

    /// <summary>*first_bad in sectors.</summary>
    FirstBad,

    /// <summary>*bad_sectors in sectors.</summary>
    BadSectors,

    /// <summary>1 while dax_alive holds.</summary>
    Alive,

    /// <summary>dax_read_lock sections open after the operation.</summary>
    ReadLocks,

    /// <summary>1 while a kill_dax still waits for read sections.</summary>
    Waiting,

    /// <summary>iter->pos in bytes.</summary>
    Pos,

    /// <summary>iter->len in bytes.</summary>
    Len,

    /// <summary>iter->iomap.offset in bytes.</summary>
    MapOffset,

    /// <summary>iter->iomap.length in bytes.</summary>
    MapLength,

    /// <summary>1 when the call asked the file system for a mapping.</summary>
    Begun,

    /// <summary>1 when the call handed a mapping back to the file system.</summary>
    Ended,

    /// <summary>The length that iomap_end was told, in bytes.</summary>
    EndLength,

    /// <summary>The bytes that iomap_end was told were written.</summary>
    EndWritten,

    /// <summary>The page offset that dax_iomap_pgoff computed.</summary>
    Pgoff,

    /// <summary>kmap_atomic mappings held, which is also the depth of disabled page faults.</summary>
    Depth,

    /// <summary>A <see cref="Misuse"/> that was detected.</summary>
    Misuse,

    /// <summary>Digest of the private page.</summary>
    Cow,

    /// <summary>A <see cref="Fault"/>: the call did not return to its caller.</summary>
    Fault,

    /// <summary>1 when the kernel logged a line at warning or above during the operation. Only a real kernel has it: the model never sees it.</summary>
    Warned,

    /// <summary>The si_code of the SIGBUS that the access raises: 0 none, 2 BUS_ADRERR, 4 BUS_MCEERR_AR.</summary>
    Signal,
}
