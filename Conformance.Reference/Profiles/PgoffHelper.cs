namespace Conformance.Reference.Profiles;

/// <summary>What turns a position into a device page offset.</summary>
public enum PgoffHelper
{
    /// <summary>bdev_dax_pgoff: a sector that is not page aligned is EINVAL (until 5.16).</summary>
    BdevDaxPgoff,

    /// <summary>dax_iomap_pgoff: rounds down without an error (5.17).</summary>
    DaxIomapPgoff,
}
