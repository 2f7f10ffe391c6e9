namespace Conformance.Reference.Dax;

/// <summary>struct dax_device (drivers/dax/super.c): the anchor that a file system holds, as far as it decides an answer.</summary>
public sealed class DaxDevice
{
    /// <summary>DAXDEV_ALIVE: set by alloc_dax and run_dax, cleared by kill_dax.</summary>
    public bool Alive { get; set; } = true;

    /// <summary>DAXDEV_SYNC: a store is persistent without a flush that the host has to do.</summary>
    public bool Synchronous { get; set; } = true;

    /// <summary>The operations table, or null: device-dax has none.</summary>
    public DaxOperations? Ops { get; set; }

    /// <summary>The driver's own data; read it with <see cref="Super.dax_get_private"/>.</summary>
    public object? Private { get; set; }
}
