using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>What a driver says that it has. direct_access is what makes it a driver; the rest may be absent.</summary>
[Flags]
public enum DriverMembers
{
    None = 0,
    DirectAccess = 1,
    ZeroPageRange = 2,
    RecoveryWrite = 4,

    /// <summary>A table of bad sectors of its own: badblocks_set, badblocks_clear, badblocks_check. Without it the harness lends one.</summary>
    Badblocks = 8,

    /// <summary>An alive bit of its own: kill_dax, run_dax, dax_alive. Without it the harness's dax core keeps it.</summary>
    Liveness = 16,

    /// <summary>Its calls may overlap: several threads make them at once. Only with a table of bad sectors of its own.</summary>
    Concurrent = 32,

    /// <summary>The three of struct dax_operations.</summary>
    Operations = DirectAccess | ZeroPageRange | RecoveryWrite,
}
