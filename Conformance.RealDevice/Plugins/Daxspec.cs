using System.Runtime.InteropServices;

namespace Conformance.RealDevice.Plugins;

/// <summary>samples/c/daxspec.h: the C ABI of a driver, names as in C. A test compiles that header and compares.</summary>
internal static unsafe class Daxspec
{
    /// <summary>The version of the ABI.</summary>
    public const uint DAXSPEC_ABI = 1;

    /// <summary>The one exported function.</summary>
    public const string Symbol = "daxspec_driver";

    public const ulong DAXSPEC_CONCURRENT = 1;

    public const int DAXSPEC_ACCESS = 0, DAXSPEC_RECOVERY_WRITE = 1;

#pragma warning disable CS8981 // The names are C's.
    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_device
    {
        public uint size_of;
        public uint kernel;
        public byte* virt_addr;
        public ulong phys_addr;
        public ulong size;
        public ulong data_offset;
        public uint pfn_pad;
        public uint page_shift;
        public long clear_limit;
        public uint synchronous;
        public uint reserved;
        public daxspec_badblocks* badblocks;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_badblocks
    {
        public void* context;
        public delegate* unmanaged<void*, ulong, ulong, ulong*, ulong*, int> check;
        public delegate* unmanaged<void*, ulong, ulong, int, void> set;
        public delegate* unmanaged<void*, ulong, ulong, void> clear;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_driver
    {
        public uint abi;
        public uint size_of;
        public byte* name;
        public ulong page_sizes;
        public delegate* unmanaged<daxspec_device*, void**, int> open;
        public delegate* unmanaged<void*, void> close;
        public delegate* unmanaged<void*, ulong, long, int, void**, ulong*, long> direct_access;
        public delegate* unmanaged<void*, ulong, nuint, int> zero_page_range;
        public delegate* unmanaged<void*, ulong, void*, nuint, void*, nuint> recovery_write;
        public delegate* unmanaged<void*, ulong, ulong, int, int> badblocks_set;
        public delegate* unmanaged<void*, ulong, ulong, int> badblocks_clear;
        public delegate* unmanaged<void*, ulong, ulong, ulong*, ulong*, int> badblocks_check;
        public delegate* unmanaged<void*, void> kill_dax;
        public delegate* unmanaged<void*, void> run_dax;
        public delegate* unmanaged<void*, int> dax_alive;
        public ulong flags;
    }
#pragma warning restore CS8981
}
