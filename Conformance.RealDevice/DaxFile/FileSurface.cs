using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>The user surface: the system calls of a process that uses the file, and the disk below it, each carried out once.</summary>
internal sealed class FileSurface(DaxFileParts parts, Geometry geometry)
{
    /// <summary>Bytes; half of what ext4 with blocks of 4096 bytes can hold in a file.</summary>
    private const ulong FarBehind = 1UL << 43;

    private readonly byte[] _buffer = new byte[Observation.MaxTransfer];

    /// <summary>
    /// A fault on a fresh mapping of one page. The kernel itself tells it apart (faultin_page, mm/gup.c): EHWPOISON where the access would
    /// raise SIGBUS with BUS_MCEERR_AR, EFAULT where with BUS_ADRERR.
    /// </summary>
    public Outcome Fault(ulong pgoff, bool write, bool isPrivate)
    {
        if (pgoff > (ulong)long.MaxValue >> geometry.PageShift) return Outcome.NotObservable;
        int errno;
        try
        {
            var prot = Mman.PROT_READ | (write ? Mman.PROT_WRITE : 0);
            using var mapping = PageMapping.Open(parts.File.Handle, (ulong)geometry.PageSize, prot, isPrivate ? Mman.MAP_PRIVATE : Mman.MAP_SHARED, parts.Pagemap, offset: (long)(pgoff << geometry.PageShift));
            errno = mapping.Fault(0, (ulong)geometry.PageSize, write);
        }
        catch (LibcException)
        {
            // Too far behind the end for a mapping: nothing to touch.
            return Outcome.NotObservable;
        }
        var signal = errno switch { 0 => SignalCode.None, Errno.EHWPOISON => SignalCode.BUS_MCEERR_AR, _ => SignalCode.BUS_ADRERR };
        return new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, errno == 0 ? 0UL : 1).Set(Aspect.Signal, signal);
    }

    public Outcome Read(ulong pgoff, ulong offset, ulong bytes)
    {
        if (!Observation.TryPosition(geometry, pgoff, offset, bytes, out var pos)) return Outcome.Of(-Errno.EINVAL);
        // ext4 refuses what lies behind its last possible block, others do not: nothing of that reaches the device.
        if (pos >= FarBehind) return Outcome.NotObservable;
        var buffer = _buffer.AsSpan(0, (int)bytes);
        var (read, errno) = parts.File.Read(buffer, pos);
        return SeeRead(errno != 0 ? -errno : read);
    }

    /// <returns>bytes or a negative errno</returns>
    public long Write(ulong pgoff, ulong offset, ulong bytes, byte seed)
    {
        if (!Observation.TryPosition(geometry, pgoff, offset, bytes, out var pos)) return -Errno.EINVAL;
        if (pos > geometry.Size || bytes > geometry.Size - pos) return -Errno.EFAULT;
        var pattern = _buffer.AsSpan(0, (int)bytes);
        InitialContents.FillPattern(seed, 0, pattern);
        var (written, errno) = parts.File.Write(pattern, pos);
        return errno != 0 ? -errno : written;
    }

    /// <summary>Sectors behind the file are other people's.</summary>
    public Outcome ReadDirect(ulong sector, ulong sectors)
    {
        if (!Observation.TryTransfer(sector, sectors)) return Outcome.Of(-Errno.EINVAL);
        return parts.Direct is { } disk && disk.Contains(sector, sectors)
            ? SeeRead(disk.Read(sector, _buffer.AsSpan(0, (int)(sectors * Geometry.SectorSize)))) : Outcome.NotObservable;
    }

    /// <returns>bytes or a negative errno; null: sectors behind the file, which are other people's</returns>
    public long? WriteDirect(ulong sector, ulong sectors, byte seed)
    {
        if (!Observation.TryTransfer(sector, sectors)) return -Errno.EINVAL;
        if (parts.Direct is not { } disk || !disk.Contains(sector, sectors)) return null;
        var pattern = _buffer.AsSpan(0, (int)(sectors * Geometry.SectorSize));
        InitialContents.FillPattern(seed, 0, pattern);
        return disk.Write(sector, pattern);
    }

    public Outcome MapSync()
    {
        try
        {
            using var mapping = PageMapping.Open(parts.File.Handle, (ulong)geometry.PageSize, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED_VALIDATE | Mman.MAP_SYNC, parts.Pagemap);
            return Outcome.Of(0);
        }
        catch (LibcException refused)
        {
            return Outcome.Of(-refused.Errno);
        }
    }

    private Outcome SeeRead(long result)
    {
        var outcome = Outcome.Of(result);
        return result > 0 ? outcome.Set(Aspect.Contents, Digest.Of(_buffer.AsSpan(0, (int)result))) : outcome;
    }
}
