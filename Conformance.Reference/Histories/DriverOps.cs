namespace Conformance.Reference.Histories;

/// <summary>Which members a device's struct dax_operations has; without <see cref="Table"/> the pointer itself is NULL.</summary>
[Flags]
public enum DriverOps : byte
{
    None = 0,
    Table = 1,
    DirectAccess = 2,
    DaxSupported = 4,
    ZeroPageRange = 8,
    RecoveryWrite = 16,
    All = Table | DirectAccess | DaxSupported | ZeroPageRange | RecoveryWrite,
}
