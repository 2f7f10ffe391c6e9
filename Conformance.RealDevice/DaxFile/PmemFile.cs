using System.Runtime.InteropServices;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// An open file on a DAX file system, written from end to end and lying in one piece. A file of our own making has no name from
/// the first moment on: whatever happens to this process, the file system takes it back.
/// </summary>
internal sealed unsafe class PmemFile : IDisposable
{
    /// <summary>Pages of a file that is made here: the stamped ones and as many zero ones.</summary>
    public const int DefaultPages = 2 * Geometry.StampedPages;

    /// <summary>The largest file that is taken, in bytes: all of it is written at the start, and read into memory at times.</summary>
    public const ulong MaxBytes = 64UL << 20;

    private readonly string _target;

    private PmemFile(string target, SafeFileHandle handle, bool created)
    {
        (_target, Handle, IsCreated) = (target, handle, created);
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Made here, and gone when it is closed.</summary>
    public bool IsCreated { get; }

    /// <summary>Length in bytes, a multiple of the page.</summary>
    public ulong Length { get; private set; }

    /// <summary>Byte on the block device of the file system where the file begins.</summary>
    public ulong Physical { get; private set; }

    /// <summary>Major and minor number of that block device.</summary>
    public (uint Major, uint Minor) Device { get; private set; }

    /// <summary>"ext4", "xfs" or the magic number.</summary>
    public string FileSystem { get; private set; } = "";

    /// <summary>Opens or makes the file; nothing is written yet.</summary>
    /// <param name="target">the target, for messages</param>
    /// <param name="path">the file</param>
    /// <param name="allowWrite">what an existing file holds may be overwritten</param>
    /// <exception cref="TargetException">it is not there and cannot be made, holds data, is in use, or is not on DAX</exception>
    public static PmemFile Open(string target, string path, bool allowWrite)
    {
        var flags = Fcntl.O_RDWR | Fcntl.O_CLOEXEC | Fcntl.O_NOFOLLOW;
        var handle = Fcntl.open(path, flags | Fcntl.O_CREAT | Fcntl.O_EXCL, 0x180);
        var failure = handle.IsInvalid ? LibcException.Last($"open({path})") : null;
        var created = failure is null;
        if (created && Unistd.unlink(path) != 0) failure = LibcException.Last($"unlink({path})");
        if (failure is { Errno: EEXIST })
        {
            if (!allowWrite)
                throw Refusal.Of(target, "a file that exists and may hold data", "a new file, or leave to overwrite this one", $"name a file that does not exist, or allow writing to {path}");
            handle = Fcntl.open(path, flags, 0);
            failure = handle.IsInvalid ? LibcException.Last($"open({path})") : null;
        }
        if (failure is not null)
        {
            handle.Dispose();
            throw Refusal.Of(target, failure.Message, "a regular file that can be opened for reading and writing", "name a file in a directory on a DAX file system that you may write to", failure);
        }
        var file = new PmemFile(target, handle, created);
        try
        {
            file.Examine();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the file its length and writes all of it, until it lies in one piece.</summary>
    /// <param name="contents">what the file is to hold from its start on</param>
    /// <exception cref="TargetException">no room, or no piece large enough</exception>
    public void Fill(ReadOnlySpan<byte> contents)
    {
        Length = (ulong)contents.Length;
        string found;
        // A new file can be allocated anew; an existing one lies where it lies.
        var left = IsCreated ? 4 : 1;
        do
        {
            if (IsCreated && Unistd.ftruncate(Handle, 0) != 0) throw LibcException.Last("ftruncate(0)");
            if (Fcntl.fallocate(Handle, 0, 0, contents.Length) != 0)
                throw Refusal.Of(_target, LibcException.Last($"fallocate({contents.Length} bytes)").Message, "room for the file", "free some space on the file system, or name another file");
            WriteAll(contents);
            found = FindExtent(out var physical);
            Physical = physical;
        }
        while (found.Length > 0 && --left > 0);
        if (found.Length > 0)
            throw Refusal.Of(_target, found, "one written extent", "take a file system with more room in one piece, or name a new file");
    }

    /// <summary>Writes whole pages; 0 or the errno, and how many bytes went in.</summary>
    public (long Written, int Errno) Write(ReadOnlySpan<byte> source, ulong offset)
    {
        fixed (byte* bytes = source)
        {
            while (true)
            {
                var written = Unistd.pwrite(Handle, bytes, (nuint)source.Length, (long)offset);
                var errno = written < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (errno != EINTR) return (written, errno);
            }
        }
    }

    /// <summary>Reads with one system call: the kernel asks the device for the whole range first.</summary>
    public (long Read, int Errno) Read(Span<byte> destination, ulong offset)
    {
        fixed (byte* bytes = destination)
        {
            while (true)
            {
                var read = Unistd.pread(Handle, bytes, (nuint)destination.Length, (long)offset);
                var errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (errno != EINTR) return (read, errno);
            }
        }
    }

    /// <summary>The file still lies where it was found: what is poisoned next are its own sectors.</summary>
    /// <exception cref="TargetException">somebody moved or cut it</exception>
    public void VerifyExtent()
    {
        var found = FindExtent(out var physical);
        if (found.Length == 0 && physical != Physical) found = $"the file at byte {physical} of its device, no longer at {Physical}";
        if (found.Length > 0) throw Refusal.Of(_target, found, "the file as it was when it was opened", "keep others from changing the file while it is checked");
    }

    /// <summary>
    /// Gets rid of poison where a write does not (before 5.19): the blocks become unwritten in place, and the write that follows
    /// has the block layer zero them.
    /// </summary>
    public void Rewrite(ReadOnlySpan<byte> contents)
    {
        if (Fcntl.fallocate(Handle, Fcntl.FALLOC_FL_ZERO_RANGE, 0, (long)Length) != 0) throw LibcException.Last("fallocate(FALLOC_FL_ZERO_RANGE)");
        WriteAll(contents);
        VerifyExtent();
    }

    public void Dispose() => Handle.Dispose();

    private const int EINTR = 4, EAGAIN = 11, EEXIST = 17;

    private void WriteAll(ReadOnlySpan<byte> contents)
    {
        var (written, errno) = Write(contents, 0);
        if (written != contents.Length)
            throw Refusal.Of(_target, $"{written} of {contents.Length} bytes written (errno {errno})", "a file that takes all its bytes", "see the kernel's log: the file may stand on bad memory");
        if (Unistd.fsync(Handle) != 0) throw LibcException.Last("fsync");
    }

    private void Examine()
    {
        Stat.statx_buf stat;
        if (Stat.statx(Handle, "", Fcntl.AT_EMPTY_PATH, Stat.STATX_BASIC_STATS, &stat) != 0) throw LibcException.Last("statx");
        Device = (stat.stx_dev_major, stat.stx_dev_minor);
        Vfs.statfs_buf vfs;
        if (Vfs.fstatfs(Handle, &vfs) != 0) throw LibcException.Last("fstatfs");
        FileSystem = vfs.f_type switch { Vfs.EXT4_SUPER_MAGIC => "ext4", Vfs.XFS_SUPER_MAGIC => "xfs", Vfs.TMPFS_MAGIC => "tmpfs", var magic => $"0x{magic:x}" };
        if ((stat.stx_mode & Stat.S_IFMT) != Stat.S_IFREG) throw Refusal.Of(_target, "no regular file", "a regular file", "name a file on a DAX file system");
        if ((stat.stx_attributes & Stat.STATX_ATTR_DAX) == 0)
            throw Refusal.Of(_target, $"a file on {FileSystem} without DAX (STATX_ATTR_DAX is not set)", "a file whose pages are the memory itself",
                "make ext4 or xfs with 4096-byte blocks on /dev/pmemN, mount it with -o dax and name a file there");
        if (Native.File.flock(Handle, Native.File.LOCK_EX | Native.File.LOCK_NB) != 0)
            throw Refusal.Of(_target, Marshal.GetLastPInvokeError() == EAGAIN ? "a file that another process has locked" : "a file that cannot be locked", "the file for this process alone",
                "wait for the other run, or name another file");
        var page = (ulong)Environment.SystemPageSize;
        Length = IsCreated ? DefaultPages * page : stat.stx_size;
        if (Length == 0 || Length % page != 0 || Length > MaxBytes)
            throw Refusal.Of(_target, $"a file of {Length} bytes", $"a multiple of {page}, from one page to {MaxBytes} bytes", "cut the file to size, or name a file that does not exist");
    }

    /// <summary>Where the file lies (FIEMAP). All its blocks are allocated by now, so nothing has to be written back first.</summary>
    /// <returns>empty, or what is wrong with it</returns>
    private string FindExtent(out ulong physical)
    {
        physical = 0;
        const int room = 2;
        var buffer = stackalloc byte[sizeof(Fiemap.fiemap) + room * sizeof(Fiemap.fiemap_extent)];
        var map = (Fiemap.fiemap*)buffer;
        *map = new() { fm_length = Length, fm_extent_count = room };
        if (Ioctl.ioctl(Handle, Fs.FS_IOC_FIEMAP, map) != 0) throw LibcException.Last("ioctl(FS_IOC_FIEMAP)");
        var extent = (Fiemap.fiemap_extent*)(map + 1);
        physical = extent->fe_physical - extent->fe_logical;
        const uint known = Fiemap.FIEMAP_EXTENT_LAST | Fiemap.FIEMAP_EXTENT_MERGED;
        return map->fm_mapped_extents != 1 ? $"a file in {(map->fm_mapped_extents == 0 ? "no" : "several")} extents"
            : (extent->fe_flags & ~known) != 0 ? $"an extent with flags 0x{extent->fe_flags:x} (unwritten, shared or not in blocks)"
            : extent->fe_logical != 0 || extent->fe_length < Length ? "an extent that does not hold the whole file"
            : physical % (ulong)Environment.SystemPageSize != 0 ? $"a file at byte {physical} of its device, not on a page" : "";
    }
}
