namespace Conformance.Reference.Block;

/// <summary>
/// The three algorithms that block/badblocks.c has had. A distribution may backport, so the release is a hint and the
/// behaviour decides.
/// </summary>
public enum BadblocksAlgorithm
{
    /// <summary>Up to 6.6. Read in 5.10 and 6.1, where it is the same. Lengths are <c>int</c>; no WARN_ON.</summary>
    Legacy,

    /// <summary>6.7 to 6.14, with the out-of-bounds fix of 6.7-rc8. Read in 6.12. Lengths are <c>int</c>.</summary>
    Rewritten,

    /// <summary>Since 6.15. Read in 7.2. Lengths are <c>sector_t</c>, set and clear return <c>bool</c>.</summary>
    Reworked,
}
