namespace Conformance.Reference.Block;

/// <summary>The generations of block/badblocks.c.</summary>
public enum BadblocksAlgorithm
{
    /// <summary>Until 6.6.</summary>
    Legacy,

    /// <summary>6.7 to 6.14.</summary>
    Rewritten,

    /// <summary>6.15 and later.</summary>
    Reworked,
}
