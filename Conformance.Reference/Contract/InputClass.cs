namespace Conformance.Reference.Contract;

/// <summary>
/// Boundary classes of inputs, for coverage floors and as conditions of waivers; at most 64. A step is in every class that
/// describes its device, its arguments or the state before it; classes of arguments only where the operation has them.
/// </summary>
public enum InputClass : byte
{
    /// <summary>The caller holds a null dax_device.</summary>
    NullDevice,

    /// <summary>The device was killed and not revived.</summary>
    Dead,

    /// <summary>The device was killed and revived.</summary>
    Revived,

    /// <summary>A read section is open.</summary>
    ReaderOpen,

    /// <summary>The table lacks the member that the operation goes through.</summary>
    AbsentMember,

    /// <summary>There is no table of operations.</summary>
    NullTable,

    /// <summary>data_offset is not 0.</summary>
    DataOffset,

    /// <summary>pfn_pad is not 0.</summary>
    PfnPad,

    /// <summary>Pages of 16384 bytes.</summary>
    Page16k,

    /// <summary>Pages of 65536 bytes.</summary>
    Page64k,

    /// <summary>The data area ends inside a page.</summary>
    PartialLastPage,

    /// <summary>The data area holds no whole page.</summary>
    NoWholePage,

    /// <summary>Clear poison fails with an errno.</summary>
    ClearFails,

    /// <summary>Clear poison achieves nothing and does not say so.</summary>
    ClearNone,

    /// <summary>Clear poison achieves a bounded number of bytes.</summary>
    ClearPartial,

    /// <summary>The first page of the device.</summary>
    FirstPage,

    /// <summary>A page between the first and the last.</summary>
    MiddlePage,

    /// <summary>The last page of the device.</summary>
    LastPage,

    /// <summary>The page just behind the last: where the count of pages left is 0.</summary>
    AtEnd,

    /// <summary>A page further behind.</summary>
    BeyondEnd,

    /// <summary>A page whose byte address does not fit into 64 bits.</summary>
    PgoffWraps,

    /// <summary>A count, length or number of bytes of 0.</summary>
    CountZero,

    /// <summary>One page, sector or byte.</summary>
    CountOne,

    /// <summary>More than one, ending before the end of the device.</summary>
    CountWithin,

    /// <summary>Exactly to the end of the device.</summary>
    CountToEnd,

    /// <summary>From a page of the device over its end.</summary>
    CountOverEnd,

    /// <summary>A negative count of pages.</summary>
    CountNegative,

    /// <summary>A count whose bytes, rounded up to pages, do not fit into 32 bits.</summary>
    CountTypeLimit,

    /// <summary>No sector of the device is recorded bad.</summary>
    NoneBad,

    /// <summary>Sectors are recorded bad, none of them in the range asked for.</summary>
    BadElsewhere,

    /// <summary>The sector just behind the range is recorded bad.</summary>
    BadBehind,

    /// <summary>The first page of the range is recorded bad.</summary>
    BadFirstPage,

    /// <summary>The first page of the range is good, a later one recorded bad.</summary>
    BadLaterPage,

    /// <summary>The first bad sector of the range does not begin a page.</summary>
    BadMidPage,

    /// <summary>The first sector of the range may be recorded bad, and so may the one before it.</summary>
    BadStartsBefore,

    /// <summary>The range holds a bad sector that is not acknowledged.</summary>
    BadUnacknowledged,

    /// <summary>The range holds more than one stretch of bad sectors.</summary>
    BadSeveral,

    /// <summary>It is not known of every sector of the range whether it is recorded bad.</summary>
    BadUnknown,

    /// <summary>DAX_RECOVERY_WRITE.</summary>
    RecoveryMode,

    /// <summary>kaddr or pfn is not asked for.</summary>
    OutputNotAskedFor,

    /// <summary>A write or a mapping that does not begin and end at pages.</summary>
    Unaligned,

    /// <summary>A write that touches more than one page.</summary>
    MultiPage,

    /// <summary>badblocks_set with acknowledged 0.</summary>
    SetUnacknowledged,

    /// <summary>A set, clear or check that overlaps recorded sectors; elsewhere: a set before did.</summary>
    OverlapsRecorded,

    /// <summary>A set, clear or check that adjoins recorded sectors; elsewhere: a set before did.</summary>
    AdjoinsRecorded,

    /// <summary>More than 512 sectors, the longest record, in this set, clear or check or in a set before.</summary>
    LongRange,

    /// <summary>Sectors from 2^54 on, or a count that does not fit into an int.</summary>
    SectorLimit,

    /// <summary>The badblocks table may be too full.</summary>
    TableCrowded,

    /// <summary>The first iomap_iter call of an iteration.</summary>
    FirstCall,

    /// <summary>The body processed nothing.</summary>
    ProcessedZero,

    /// <summary>The body failed with an errno.</summary>
    ProcessedNegative,

    /// <summary>The body processed a part of its mapping.</summary>
    ProcessedPart,

    /// <summary>The body processed the mapping to its end.</summary>
    ProcessedExact,

    /// <summary>The body claims to have processed more than its mapping.</summary>
    ProcessedOver,

    /// <summary>The mapping was marked IOMAP_F_STALE.</summary>
    Stale,

    /// <summary>iomap_begin fails.</summary>
    BeginError,

    /// <summary>iomap_end fails.</summary>
    EndError,

    /// <summary>iomap_begin answers a mapping that does not cover the position.</summary>
    MapOffPosition,

    /// <summary>The mapping has a source mapping.</summary>
    SourceMapping,

    /// <summary>Unmapping what is not the innermost mapping, or the page in place of the address.</summary>
    KmapMisuse,

    /// <summary>A mapping is held already.</summary>
    KmapNested,

    /// <summary>Sixteen mappings are held.</summary>
    KmapFull,

    /// <summary>The access goes through the second mapping.</summary>
    SecondMapping,

    /// <summary>A private page exists.</summary>
    PrivatePage,
}
