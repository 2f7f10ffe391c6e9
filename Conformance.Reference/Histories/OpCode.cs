namespace Conformance.Reference.Histories;

/// <summary>What a history may ask a device to do. Values are part of the token format: append, never renumber.</summary>
public enum OpCode : byte
{
    /// <summary>alloc_dax of the device's operations table (drivers/dax/super.c).</summary>
    alloc_dax = 0,

    /// <summary>dax_direct_access, the guarded wrapper (drivers/dax/super.c).</summary>
    dax_direct_access = 1,

    /// <summary>pmem_dax_direct_access, the driver's member without the wrapper (drivers/nvdimm/pmem.c).</summary>
    pmem_dax_direct_access = 2,
    dax_zero_page_range = 3,
    pmem_dax_zero_page_range = 4,
    dax_recovery_write = 5,
    pmem_recovery_write = 6,

    /// <summary>The dax_supported member as generic_fsdax_supported answers it (drivers/dax/super.c, until 5.16).</summary>
    dax_supported = 7,
    badblocks_set = 8,
    badblocks_clear = 9,
    badblocks_check = 10,
    kill_dax = 11,
    run_dax = 12,
    dax_alive = 13,
    dax_read_lock = 14,
    dax_read_unlock = 15,

    /// <summary>Initialises a struct iomap_iter.</summary>
    iomap_start = 16,

    /// <summary>One call of iomap_iter with what the body processed and what the file system would answer.</summary>
    iomap_iter = 17,
    dax_iomap_pgoff = 18,
    kmap_atomic = 19,
    kunmap_atomic = 20,
    copy_cow_page_dax = 21,

    /// <summary>Reads a page of the data area through a mapping.</summary>
    load = 22,

    /// <summary>Writes bytes of the data area through a mapping.</summary>
    store = 23,

    /// <summary>Reads the private page of the last successful copy_cow_page_dax.</summary>
    cow_load = 24,

    /// <summary>Writes bytes of that private page.</summary>
    cow_store = 25,

    /// <summary>Touches one byte of a page of the file through a fresh mapping, as a load or a store does (fs/dax.c, dax_iomap_fault).</summary>
    fault = 26,

    /// <summary>pread(2) of the file: dax_iomap_rw (fs/dax.c).</summary>
    pread = 27,

    /// <summary>pwrite(2) of the file: dax_iomap_rw (fs/dax.c).</summary>
    pwrite = 28,

    /// <summary>pread(2) of the block device with O_DIRECT: pmem_submit_bio (drivers/nvdimm/pmem.c).</summary>
    read_direct = 29,

    /// <summary>pwrite(2) of the block device with O_DIRECT.</summary>
    write_direct = 30,

    /// <summary>mmap(2) of the file with MAP_SHARED_VALIDATE and MAP_SYNC: daxdev_mapping_supported (include/linux/dax.h).</summary>
    map_sync = 31,
}
