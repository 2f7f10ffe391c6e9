using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Conformance.RealDevice.Probe;

/// <summary>
/// lab/probe/daxspec_probe.h: what the kernel probe and its users say to each other, names as in C. A test reads that file and
/// compares; what the numbers mean stands there. All little-endian here: the lab's guests and the machines it runs on are.
/// </summary>
public static class DaxspecProbe
{
    public const uint DAXSPEC_VERSION = 3;
    public const uint DAXSPEC_NEVER = 0x7fffffff;
    public const int DAXSPEC_MAX_ARGS = 11, DAXSPEC_MAX_SEGMENTS = 8, DAXSPEC_MAX_STRIPES = 4, DAXSPEC_MAX_THREADS = 4, DAXSPEC_PATH = 48;
    public const uint DAXSPEC_HAS_MADE = 1, DAXSPEC_HAS_GUARD = 2, DAXSPEC_HAS_IOMAP_ITER = 4, DAXSPEC_HAS_FAULT_PATH = 8;
    public const ulong DAXSPEC_IS_ND_PMEM = 1, DAXSPEC_HAS_TABLE = 2, DAXSPEC_HAS_SECOND_MAPPING = 4, DAXSPEC_ANY_GEOMETRY = 8, DAXSPEC_NO_OPS = 16;
    public const uint DAXSPEC_HISTORY_MAGIC = 0x48584144, DAXSPEC_ANSWER_MAGIC = 0x41584144;
    public const ulong DAXSPEC_LOUD = 1;
    public const uint DAXSPEC_NOT_REALISED = 1;
    public const ulong DAXSPEC_JOURNAL_MAGIC = 0x4c4e524a58584144;
    public const uint DAXSPEC_NO_OPERATION = 0xffffffff;

    /// <summary>_IOR('x', 0xD0, struct daxspec_info) and so on, in the encoding of asm-generic/ioctl.h (x86-64, arm64).</summary>
    public static nuint DAXSPEC_IOC_INFO => Ioc(2, 0xD0, Unsafe.SizeOf<daxspec_info>());

    public static nuint DAXSPEC_IOC_OPEN => Ioc(3, 0xD1, Unsafe.SizeOf<daxspec_open>());

    public static nuint DAXSPEC_IOC_RUN => Ioc(3, 0xD2, Unsafe.SizeOf<daxspec_run>());

    private static nuint Ioc(uint direction, uint number, int size) => direction << 30 | (uint)size << 16 | (uint)'x' << 8 | number;

    public enum daxspec_provider : uint
    {
        DAXSPEC_MADE = 0,
        DAXSPEC_BLOCK = 1,
        DAXSPEC_CHAR = 2,
    }

    public enum daxspec_frame_type : uint
    {
        DAXSPEC_FRAME_HELLO = 1,
        DAXSPEC_FRAME_OPEN = 2,
        DAXSPEC_FRAME_RUN = 3,
        DAXSPEC_FRAME_ERROR = 4,
        DAXSPEC_FRAME_BYE = 5,
    }

    [InlineArray(DAXSPEC_MAX_THREADS)]
    public struct LengthField
    {
        private uint _first;
    }

    [InlineArray(64)]
    public struct ReleaseField
    {
        private byte _first;
    }

    [InlineArray(DAXSPEC_PATH)]
    public struct PathField
    {
        private byte _first;
    }

    [InlineArray(DAXSPEC_MAX_STRIPES)]
    public struct StartsField
    {
        private ulong _first;
    }

    [InlineArray(DAXSPEC_MAX_STRIPES)]
    public struct DisksField
    {
        private PathField _first;
    }

    [InlineArray(DAXSPEC_MAX_SEGMENTS)]
    public struct SegmentsField
    {
        private daxspec_segment _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_info
    {
        public uint version;
        public uint aspects;
        public uint operations;
        public uint features;
        public ReleaseField release;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_segment
    {
        public ulong page;
        public ulong pages;
        public ulong chunk;
        public ulong stripes;
        public StartsField start;
        public DisksField disk;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_device
    {
        public ulong size;
        public ulong data_offset;
        public ulong pfn_pad;
        public ulong phys_addr;
        public ulong pages;
        public ulong flags;
        public long clear;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_open
    {
        public uint provider;
        public uint segments;
        public PathField path;
        public SegmentsField segment;
        public daxspec_device device;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_bad
    {
        public ulong sector;
        public ulong sectors;
        public ulong acknowledged;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_op
    {
        public uint code;
        public ushort args;
        public ushort delay;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_history
    {
        public uint magic;
        public uint bytes;
        public ulong number;
        public ulong size;
        public ulong data_offset;
        public ulong phys_addr;
        public long clear;
        public uint pfn_pad;
        public uint ops;
        public uint page_shift;
        public uint present;
        public uint bad;
        public uint operations;
        public ulong flags;
        public uint threads;
        public LengthField length;
        public uint reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_answer
    {
        public uint magic;
        public uint bytes;
        public ulong number;
        public uint status;
        public uint outcomes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_outcome
    {
        public uint kind;
        public uint seen;
        public uint untouched;
        public uint log;
        public uint began;
        public uint ended;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_run
    {
        public ulong requests;
        public ulong request_bytes;
        public ulong answers;
        public ulong answer_bytes;
        public ulong histories;
        public ulong nanoseconds;
        public ulong calls;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_journal
    {
        public ulong magic;
        public ulong number;
        public uint operation;
        public uint busy;
        public ulong done;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct daxspec_frame
    {
        public uint type;
        public uint bytes;
    }
}
