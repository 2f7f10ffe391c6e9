namespace Conformance.Reference.Profiles;

/// <summary>How the body of an iteration tells iomap_iter what it did.</summary>
public enum IomapForm
{
    /// <summary>iter->processed: bytes or a negative errno (until 6.14).</summary>
    Processed,

    /// <summary>iomap_iter_advance() and iter->status (6.15).</summary>
    Status,
}
