using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;
using static Conformance.RealDevice.Native.Fcntl;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// The sparse file behind the mapped devices, shared by all workers of a target; each resource has a region of its own in it.
/// Thread safe. Without a name it is a memfd: a file of tmpfs with no name in any directory, so nothing is left behind even after a
/// crash, no disk sees it, and no mount's size limits it (a full /dev/shm would turn a store into SIGBUS). Where memfd_create is
/// missing it is an O_TMPFILE in the temporary directory.
/// </summary>
internal sealed class ScratchFile : IDisposable
{
    /// <summary>Where the first region starts; before it a named file carries its marker.</summary>
    internal const long HeaderBytes = 64 << 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Stack<long>> _free = [];
    private readonly bool _named;
    private long _end = HeaderBytes;

    internal ScratchFile(SafeFileHandle handle, bool named)
    {
        Handle = handle;
        _named = named;
    }

    public SafeFileHandle Handle { get; }

    /// <summary>It is sealed: nobody can cut it short, so that what is mapped of it stays there.</summary>
    public bool CannotShrink { get; private init; }

    /// <summary>A file without a name.</summary>
    /// <exception cref="TargetException">none can be made; the message says what to do</exception>
    public static ScratchFile CreateNameless()
    {
        var handle = Mman.memfd_create("daxspec", Mman.MFD_CLOEXEC | Mman.MFD_ALLOW_SEALING);
        if (!handle.IsInvalid) return new(handle, named: false) { CannotShrink = fcntl(handle, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL) == 0 };
        handle.Dispose();
        handle = open(Path.GetTempPath(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0x180 /* 0600 */);
        if (!handle.IsInvalid) return new(handle, named: false);
        var error = LibcException.Last(nameof(open));
        handle.Dispose();
        throw new TargetException($"found neither memfd_create nor a temporary directory that takes O_TMPFILE ({error.Message}); wanted a scratch file; do: set TMPDIR to a directory on ext4, xfs, btrfs or tmpfs, or name a file (mmap:FILE)", error);
    }

    /// <summary>A region of at least the length that reads as zeros; its offset is a multiple of 64 KiB.</summary>
    /// <exception cref="TargetException">the file system takes no file of that size</exception>
    public long Rent(ulong length)
    {
        var size = RegionSize(length);
        lock (_lock)
        {
            if (_free.TryGetValue(size, out var offsets) && offsets.TryPop(out var free)) return free;
            var offset = _end;
            if (Unistd.ftruncate(Handle, offset + size) != 0)
            {
                var error = LibcException.Last(nameof(Unistd.ftruncate));
                throw new TargetException($"found that the scratch file cannot grow to {offset + size} bytes ({error.Message}); wanted that much of it, sparse; do: choose a file system with larger files (xfs, tmpfs), fewer workers or smaller devices", error);
            }
            _end += size;
            return offset;
        }
    }

    /// <summary>Takes a region back. Its contents are gone; if they cannot be made to, nobody gets the region again.</summary>
    public void Return(long offset, ulong length)
    {
        var size = RegionSize(length);
        if (Handle.IsClosed || !TryPunch(offset, size)) return;
        lock (_lock)
        {
            if (!_free.TryGetValue(size, out var offsets)) _free[size] = offsets = [];
            offsets.Push(offset);
        }
    }

    /// <summary>Makes a range (bytes, multiples of 4096) a hole again, which reads as zeros and takes no memory.</summary>
    /// <exception cref="LibcException">fallocate failed</exception>
    public void Punch(long offset, long length)
    {
        if (!TryPunch(offset, length)) throw LibcException.Last($"{nameof(fallocate)}(PUNCH_HOLE)");
    }

    /// <summary>A named file stays, with nothing but its marker, so that the next run takes it again.</summary>
    public void Dispose()
    {
        if (_named && !Handle.IsClosed) _ = Unistd.ftruncate(Handle, HeaderBytes);
        Handle.Dispose();
    }

    private bool TryPunch(long offset, long length) => length == 0 || fallocate(Handle, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length) == 0;

    /// <summary>Powers of two, so that regions that were given back fit again.</summary>
    private static long RegionSize(ulong length) => (long)System.Numerics.BitOperations.RoundUpToPowerOf2(Math.Max(length, HeaderBytes));
}
