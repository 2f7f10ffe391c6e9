namespace Conformance.Reference.Profiles;

/// <summary>How __pmem_direct_access turns nr_pages into the sectors it asks badblocks_check for.</summary>
public enum CheckLength
{
    /// <summary>The length in bytes as unsigned int, then sectors (until 5.18).</summary>
    Bytes32,

    /// <summary>The length in sectors as unsigned int (5.19).</summary>
    Sectors32,
}
