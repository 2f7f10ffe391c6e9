namespace Conformance.Reference.Histories;

/// <summary>enum dax_access_mode (include/linux/dax.h, since 5.19).</summary>
public enum AccessMode : byte
{
    /// <summary>DAX_ACCESS</summary>
    Access = 0,

    /// <summary>DAX_RECOVERY_WRITE</summary>
    RecoveryWrite = 1,
}
