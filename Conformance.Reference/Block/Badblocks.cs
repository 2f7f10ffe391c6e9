namespace Conformance.Reference.Block;

/// <summary>
/// The kernel's table of bad sectors (block/badblocks.c, include/linux/badblocks.h), bit for bit and to the integer width,
/// for the three algorithms it has had. Sectors have 512 bytes. One thread at a time: the seqlock is not modelled.
/// </summary>
/// <remarks>
/// Methods that are kernel functions have the kernel's names and return what the kernel returns, with one addition:
/// <see cref="Livelock"/> where the kernel would never return. No call does more work than in proportion to the table.
/// </remarks>
public sealed class Badblocks
{
    /// <summary>
    /// In place of a result: the kernel does not return from this call. Only since 6.15, from badblocks_check and
    /// badblocks_clear: lengths became sector_t while the step through the range stayed an int. A step of 2^31 sectors and
    /// more makes no progress if it is a multiple of 2^32, and goes backwards or falls short otherwise, so that most such
    /// requests go round the same places for ever; badblocks_check(0, 2^31) without a bad sector is enough. A check spins
    /// as a seqlock reader in the state its caller had, a clear spins holding the write lock with interrupts off. Outputs
    /// and table are left as they are at that time, and the kernel's table is not to be used again.
    /// </summary>
    public const int Livelock = int.MinValue;

    private const int EINVAL = 22;
    private const int ENOSPC = 28;

    private readonly BadblocksTable _table;

    /// <summary>An empty table.</summary>
    /// <param name="algorithm">Which kernel's.</param>
    /// <param name="capacity">
    /// Records, PAGE_SIZE / 8: 512, 2048 or 8192 on a real machine, anything from 1 here.
    /// </param>
    /// <param name="shift">
    /// Sectors per unit as a power of two, at most 31; -1 for a disabled table. pmem uses 0 alone. Since 6.7 a shift
    /// greater than 0 has no effect but on badblocks_show.
    /// </param>
    public Badblocks(BadblocksAlgorithm algorithm, uint capacity, int shift = 0)
    {
        if (!Enum.IsDefined(algorithm))
        {
            throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No such algorithm; use a named one.");
        }

        ArgumentOutOfRangeException.ThrowIfZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1u << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(shift, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shift, 31);
        Algorithm = algorithm;
        _table = new BadblocksTable(capacity, shift);
    }

    /// <summary>Which kernel's algorithm this is.</summary>
    public BadblocksAlgorithm Algorithm { get; }

    /// <summary>
    /// Whether numbers from 2^64 on are read as 2^64-1 by badblocks_store. They wrap otherwise. This is a property of the
    /// kernel's sscanf (lib/kstrtox.c), not of badblocks.c: they wrap in 5.10, 6.1 and 6.12 and saturate in 7.2.
    /// </summary>
    public bool StoreSaturates { get; init; }

    /// <summary>Records that fit, MAX_BADBLOCKS.</summary>
    public int Capacity => _table.Capacity;

    /// <summary>Records in use, bb->count.</summary>
    public int Count => _table.Count;

    /// <summary>bb->shift; -1 if the table is disabled.</summary>
    public int Shift => _table.Shift;

    /// <summary>bb->unacked_exist: there probably are unacknowledged records.</summary>
    public bool UnackedExist => _table.UnackedExist;

    /// <summary>bb->changed: set by every set and clear that counts as done, reset by the owner alone.</summary>
    public bool Changed => _table.Changed;

    /// <summary>
    /// The whole page, <see cref="Capacity"/> packed records (see <see cref="BadblocksRecord"/>). Behind the first
    /// <see cref="Count"/> ones stands what the kernel's moves happen to leave there.
    /// </summary>
    public ReadOnlySpan<ulong> Page => _table.Page;

    /// <summary>
    /// How often a WARN_ON of block/badblocks.c has fired; none exists up to 6.6. Zero sectors or a disabled table in
    /// badblocks_check, negative lengths until 6.14, steps beyond the range.
    /// </summary>
    public ulong WarnCount => _table.WarnCount;

    private bool IsLegacy => Algorithm == BadblocksAlgorithm.Legacy;

    private bool IsReworked => Algorithm == BadblocksAlgorithm.Reworked;

    /// <summary>Whether a result of set or clear means success: 0 until 6.14, true (1) since.</summary>
    public bool Succeeded(int result) => result == (IsReworked ? 1 : 0);

    /// <summary>Marks sectors as bad.</summary>
    /// <param name="sector">First sector.</param>
    /// <param name="sectors">
    /// Sectors, as the caller passes them: truncated to int until 6.14, so that 2^31 to 2^32-1 are negative there, whole since.
    /// </param>
    /// <param name="acknowledged">Whether the sectors are acknowledged in metadata; pmem knows no others.</param>
    /// <returns>
    /// Until 6.14 0 for success and 1 for failure, since 6.15 1 (true) for success and 0 (false) for failure. Failure is a
    /// disabled table, from 6.7 on zero sectors, and up to 6.6 anything that did not fit, from 6.7 to 6.14 nothing having
    /// been recorded, since 6.15 anything not having been recorded.
    /// </returns>
    public int badblocks_set(ulong sector, ulong sectors, bool acknowledged)
    {
        // The C prototype takes an int until 6.14.
        int narrow = unchecked((int)sectors);
        return Algorithm switch
        {
            BadblocksAlgorithm.Legacy => LegacyBadblocks.Set(_table, sector, narrow, acknowledged),
            BadblocksAlgorithm.Rewritten => RewrittenBadblocks.Set(_table, sector, narrow, acknowledged),
            _ => ReworkedBadblocks.Set(_table, sector, sectors, acknowledged),
        };
    }

    /// <summary>Marks sectors as good.</summary>
    /// <param name="sector">First sector.</param>
    /// <param name="sectors">Sectors; truncated as in <see cref="badblocks_set"/>.</param>
    /// <returns>
    /// Up to 6.6 0, or -ENOSPC (-28) if a record would have to be split and the table is full. From 6.7 to 6.14 0 for
    /// success and 1 for failure, since 6.15 1 (true) and 0 (false): failure is a disabled table, zero sectors, or not one
    /// part of the range having been good or become good.
    /// </returns>
    public int badblocks_clear(ulong sector, ulong sectors)
    {
        // The C prototype takes an int until 6.14.
        int narrow = unchecked((int)sectors);
        if (IsLegacy)
        {
            return LegacyBadblocks.Clear(_table, sector, narrow);
        }

        (BadblocksWalk range, int usable) = IsReworked
            ? (ReworkedBadblocks.Walk(_table, sector, sectors), ReworkedBadblocks.Usable(_table))
            : (RewrittenBadblocks.Walk(_table, sector, narrow), RewrittenBadblocks.Usable(_table));
        bool cleared = false;
        if (Shift >= 0 && range.Left != 0 && !RangeBadblocks.Clear(_table, range, usable, out cleared))
        {
            return Livelock;
        }

        // true is success since 6.15, 0 is before.
        return cleared == IsReworked ? 1 : 0;
    }

    /// <summary>Looks for bad sectors in a range.</summary>
    /// <param name="sector">First sector.</param>
    /// <param name="sectors">Sectors; truncated as in <see cref="badblocks_set"/>.</param>
    /// <param name="first_bad">
    /// Start of the first record that the range overlaps, which may lie before the range. Not touched if the result is 0.
    /// </param>
    /// <param name="bad_sectors">Length of that record, 1 to 512. Not touched if the result is 0.</param>
    /// <returns>0: no bad sector is known; 1: all that are known are acknowledged; -1: some are not.</returns>
    public int badblocks_check(ulong sector, ulong sectors, ref ulong first_bad, ref ulong bad_sectors)
    {
        // The C prototype takes an int until 6.14.
        int narrow = unchecked((int)sectors);
        if (IsLegacy)
        {
            return LegacyBadblocks.Check(_table, sector, narrow, ref first_bad, ref bad_sectors);
        }

        BadblocksWalk range = IsReworked
            ? ReworkedBadblocks.Walk(_table, sector, sectors)
            : RewrittenBadblocks.Walk(_table, sector, narrow);
        // It warns and goes on.
        _table.WarnIf(Shift < 0 || range.Left == 0);
        return RangeBadblocks.Check(_table, range, out int result, ref first_bad, ref bad_sectors) ? result : Livelock;
    }

    /// <summary>
    /// Acknowledges all records, unless <see cref="Changed"/> is set. Since 6.15 neighbours that then agree are joined.
    /// </summary>
    public void ack_all_badblocks()
    {
        if (Changed || !UnackedExist)
        {
            return;
        }

        if (IsReworked)
        {
            ReworkedBadblocks.AcknowledgeAll(_table);
        }
        else
        {
            _table.AcknowledgeAll();
        }

        _table.UnackedExist = false;
    }

    /// <summary>
    /// What the owner does once the table is in the metadata: md and others until 6.6 by assignment, since then by this
    /// function of include/linux/badblocks.h.
    /// </summary>
    public void clear_changed() => _table.Changed = false;

    /// <inheritdoc cref="badblocks_show(bool, out long)"/>
    public string badblocks_show(bool unack) => badblocks_show(unack, out _);

    /// <summary>
    /// The sysfs text: "sector length\n" per record, in sectors. Cut at PAGE_SIZE - 1 bytes, which is what a reader sees.
    /// </summary>
    /// <param name="unack">Only unacknowledged records; finding none resets <see cref="UnackedExist"/>.</param>
    /// <param name="length">What the kernel function returns, bytes; greater than the text if that was cut.</param>
    public string badblocks_show(bool unack, out long length)
    {
        length = 0;
        if (Shift < 0)
        {
            return "";
        }

        string text = BadblocksText.Show(_table, unack, out length);
        _table.UnackedExist &= !unack || length != 0;
        return text;
    }

    /// <summary>
    /// Sets what a write to sysfs says: "sector length", one newline allowed, anything after it ignored. The length is an
    /// int in all releases: 4294967299 is 3.
    /// </summary>
    /// <param name="page">One character per byte; cut at PAGE_SIZE as sysfs does.</param>
    /// <param name="unack">Whether the sectors are unacknowledged.</param>
    /// <returns>The bytes taken, or -EINVAL (-22), or -ENOSPC (-28) for every failure of badblocks_set.</returns>
    public long badblocks_store(string page, bool unack)
    {
        ArgumentNullException.ThrowIfNull(page);
        ReadOnlySpan<char> text = page.AsSpan(0, Math.Min(page.Length, Capacity * sizeof(ulong)));
        if (!BadblocksText.TryParse(text, StoreSaturates, out ulong sector, out int length))
        {
            return -EINVAL;
        }

        return Succeeded(badblocks_set(sector, (ulong)length, !unack)) ? text.Length : -ENOSPC;
    }

    /// <summary>Back to an empty, unchanged table of the same shift. Does not allocate.</summary>
    public void Reset() => _table.Reset();

    /// <summary>
    /// Takes over the table, flags, shift and warnings of another one of the same capacity; the algorithm stays, so that
    /// two kernels can be asked about one table. Does not allocate.
    /// </summary>
    public void CopyFrom(Badblocks other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Capacity != Capacity)
        {
            throw new ArgumentException(
                $"The other table has {other.Capacity} records, this one {Capacity}; copy between tables of one capacity.", nameof(other));
        }

        _table.CopyFrom(other._table);
    }
}
