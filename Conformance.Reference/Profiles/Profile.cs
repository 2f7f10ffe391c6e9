namespace Conformance.Reference.Profiles;

/// <summary>
/// One documented kernel generation as data (models/kernels): every place where the functions differ between generations is a
/// member here, and nowhere else.
/// </summary>
public sealed record Profile
{
    /// <summary>The name on the command line: "documents", "5.10", "6.1", "6.12", "7.2".</summary>
    public required string Name { get; init; }

    /// <summary>One line: which releases it stands for.</summary>
    public required string Title { get; init; }

    /// <summary>dax_direct_access takes a mode; DAX_RECOVERY_WRITE and recovery_write exist (5.19).</summary>
    public required bool AccessMode { get; init; }

    /// <summary>What a negative nr_pages is answered with.</summary>
    public required NegativeCount NegativeCount { get; init; }

    /// <summary>A NULL operations table is answered with EOPNOTSUPP after the liveness guard (7.1) instead of being called through.</summary>
    public required bool NullOpsGuard { get; init; }

    /// <summary>errno of a known-bad page in DAX_ACCESS: EIO, EHWPOISON since 6.5.</summary>
    public required int PoisonErrno { get; init; }

    /// <summary>kaddr and pfn are written before the badblocks check (5.19); before that a bad range leaves them untouched.</summary>
    public required bool OutputsBeforeCheck { get; init; }

    /// <summary>How the length of the badblocks check is truncated on its way.</summary>
    public required CheckLength CheckLength { get; init; }

    /// <summary>dax_supported is called: generic_fsdax_supported behind the member (until 5.16).</summary>
    public required bool DaxSupportedUsed { get; init; }

    /// <summary>dax_operations has a dax_supported member (until 6.12).</summary>
    public required bool DaxSupportedMember { get; init; }

    /// <summary>pmem's write clears poison first and leaves the contents alone when that fails (5.19); before that data is written although EIO is answered.</summary>
    public required bool ClearBeforeWrite { get; init; }

    /// <summary>The badblocks algorithm.</summary>
    public required Block.BadblocksAlgorithm Badblocks { get; init; }

    /// <summary>The form of struct iomap_iter.</summary>
    public required IomapForm Iomap { get; init; }

    /// <summary>IOMAP_F_STALE keeps an iteration going that made no progress (6.2, 6.1.y).</summary>
    public required bool IomapStale { get; init; }

    /// <summary>What turns a file position into a device page.</summary>
    public required PgoffHelper PgoffHelper { get; init; }
}
