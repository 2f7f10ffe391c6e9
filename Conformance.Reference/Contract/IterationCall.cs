namespace Conformance.Reference.Contract;

/// <summary>What an iomap_iter call has to do, by the state of the iteration and what the body and the file system say.</summary>
public enum IterationCall : byte
{
    /// <summary>The contract does not speak of it: the iteration is over, or a number is none that a body or file system may give.</summary>
    Outside,

    /// <summary>The first call of an iteration over no bytes.</summary>
    Empty,

    /// <summary>The first call: ask for a mapping.</summary>
    First,

    /// <summary>The body failed: hand the mapping back and return its errno.</summary>
    BodyFailed,

    /// <summary>The body claims more than its mapping: refuse.</summary>
    Over,

    /// <summary>Nothing was processed, and iomap_end fails: return that.</summary>
    EndFailed,

    /// <summary>Nothing was processed because the mapping is stale: ask again.</summary>
    Again,

    /// <summary>Nothing was processed: stop.</summary>
    NoProgress,

    /// <summary>Bytes were processed, yet iomap_end fails.</summary>
    EndFailedAfterProgress,

    /// <summary>All is processed: stop.</summary>
    Finished,

    /// <summary>Bytes are left: advance and ask for the next mapping.</summary>
    Next,
}
