using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// What a process gets of a file that covers the device's whole pages, and of the disk below it, on a kernel of that generation (the op
/// codes from fault on). Bytes go through a buffer of the process, pages are those of the device.
/// </summary>
internal class FileOperations(Profile profile, PmemDevice pmem, DaxCore dax)
{
    private readonly DeviceView _view = pmem.View;
    private readonly ScratchBytes _room = new();
    private Geometry _geometry = new();
    private Resource? _resource;

    protected Geometry Device => _geometry;

    protected Resource? Memory => _resource;

    private ulong Length => _geometry.Pages << _geometry.PageShift;

    protected ulong PageSize => (ulong)_geometry.PageSize;

    private ulong Capacity => _geometry.DataBytes >> Geometry.SectorShift;

    public void Attach(Geometry geometry, Resource? resource)
    {
        (_geometry, _resource) = (geometry, resource);
    }

    /// <exception cref="FaultException">the call does not return</exception>
    public void Carry(in Operation operation, ref Outcome outcome)
    {
        if (_resource is null)
        {
            outcome = Outcome.NotSupported;
            return;
        }
        outcome = operation.Code switch
        {
            OpCode.fault => Touch(operation[0]),
            OpCode.pread => Read(operation[0], operation[1], operation[2]),
            OpCode.pwrite => Write(operation[0], operation[1], operation[2], (byte)operation[3]),
            OpCode.read_direct => ReadDisk(operation[0], operation[1]),
            OpCode.write_direct => WriteDisk(operation[0], operation[1], (byte)operation[2]),
            _ => Outcome.Of(map_sync()),
        };
        if (operation.Spec.Observable.Has(Aspect.Fault)) outcome.Set(Aspect.Fault, (ulong)Fault.None);
    }

    /// <summary>0 or a negative errno.</summary>
    protected virtual int map_sync() => _geometry.Synchronous ? 0 : -EOPNOTSUPP;

    /// <summary>Load or store, shared or private: the page behind it is asked for by itself, and how that fails says which SIGBUS it is.</summary>
    private Outcome Touch(ulong pgoff)
    {
        var error = fault(pgoff);
        return new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, error < 0 ? 1UL : 0).Set(Aspect.Signal, SignalOf(error));
    }

    /// <summary>0 or more: the page is mapped; or a negative errno.</summary>
    protected virtual long fault(ulong pgoff)
    {
        var answer = new Translation();
        return pgoff < _geometry.Pages ? dax.dax_direct_access(pgoff, 1, AccessMode.Access, ref answer) : -EFAULT;
    }

    protected virtual ulong SignalOf(long error) => error >= 0 ? SignalCode.None : error == -EHWPOISON ? SignalCode.BUS_MCEERR_AR : SignalCode.BUS_ADRERR;

    protected virtual Outcome Read(ulong pgoff, ulong offset, ulong bytes)
    {
        if (!Observation.TryPosition(_geometry, pgoff, offset, bytes, out var pos)) return Outcome.Of(-EINVAL);
        var end = Math.Min(pos + bytes, Length);
        if (pos >= end) return Outcome.Of(0);
        // All pages at once: a known bad one among them spoils the whole read.
        var answer = new Translation { WantsKaddr = true };
        var first = pos >> _geometry.PageShift;
        var pages = (end - 1 >> _geometry.PageShift) - first + 1;
        var room = _room.First((int)(end - pos));
        for (var at = first; at < first + pages;)
        {
            var had = dax.dax_direct_access(at, (long)(first + pages - at), AccessMode.Access, ref answer);
            if (had < 0) return SeeRead(at == first ? AsIoError(had) : (long)((at << _geometry.PageShift) - pos));
            var (from, to) = (Math.Max(pos, at << _geometry.PageShift), Math.Min(end, at + (ulong)had << _geometry.PageShift));
            _resource!.Read(answer.Kaddr + (from & PageSize - 1), room[(int)(from - pos)..(int)(to - pos)]);
            at += (ulong)had;
        }
        return SeeRead((long)(end - pos));
    }

    private Outcome SeeRead(long result)
    {
        var outcome = Outcome.Of(result);
        if (result > 0) _view.See(ref outcome, Aspect.Contents, _room.First((int)result));
        return outcome;
    }

    private Outcome Write(ulong pgoff, ulong offset, ulong bytes, byte seed)
    {
        var result = !Observation.TryPosition(_geometry, pgoff, offset, bytes, out var pos) ? -EINVAL
            : pos > Length || bytes > Length - pos ? -EFAULT : WriteFile(pos, bytes, seed);
        return SeeWritten(result, pgoff, offset, bytes);
    }

    /// <summary>In strides: as much as the device says can be had at once, over poison as much as its recovery mode says.</summary>
    protected virtual long WriteFile(ulong pos, ulong bytes, byte seed)
    {
        var pattern = _room.First((int)bytes);
        Pattern.Fill(seed, pattern);
        var end = pos + bytes;
        for (var at = pos; at < end;)
        {
            var answer = new Translation { WantsKaddr = true };
            var (page, inPage) = (at >> _geometry.PageShift, at & PageSize - 1);
            var wanted = (long)((end - 1 >> _geometry.PageShift) - page + 1);
            var had = dax.dax_direct_access(page, wanted, AccessMode.Access, ref answer);
            var recover = profile.AccessMode && had == -profile.PoisonErrno;
            if (recover) had = dax.dax_direct_access(page, wanted, AccessMode.RecoveryWrite, ref answer);
            if (had < 0) return at > pos ? (long)(at - pos) : AsIoError(had);
            var stride = Math.Min(((ulong)had << _geometry.PageShift) - inPage, end - at);
            var source = pattern.Slice((int)(at - pos), (int)stride);
            if (!recover) _resource!.Write(answer.Kaddr + inPage, source);
            else if (dax.dax_recovery_write(page, inPage, source) == 0) return at > pos ? (long)(at - pos) : -EFAULT;
            at += stride;
        }
        return (long)bytes;
    }

    /// <summary>A memory error is an I/O error to those who read and write.</summary>
    private static long AsIoError(long error) => error == -EHWPOISON ? -EIO : error;

    private Outcome ReadDisk(ulong sector, ulong sectors)
    {
        if (!Observation.TryTransfer(sector, sectors)) return Outcome.Of(-EINVAL);
        if (sector >= Capacity) return Outcome.Of(0);
        var bytes = Math.Min(sectors, Capacity - sector) << Geometry.SectorShift;
        var room = _room.First((int)bytes);
        for (var done = 0UL; done < bytes; done += PageSize)
        {
            var piece = room.Slice((int)done, (int)Math.Min(PageSize, bytes - done));
            if (!pmem.ReadSectors(sector + (done >> Geometry.SectorShift), piece)) return Outcome.Of(-EIO);
        }
        return SeeRead((long)bytes);
    }

    private Outcome WriteDisk(ulong sector, ulong sectors, byte seed)
    {
        var (pgoff, offset, bytes) = Observation.OfSectors(_geometry, sector, sectors);
        return SeeWritten(Observation.TryTransfer(sector, sectors) ? WriteSectors(sector, sectors, seed) : -EINVAL, pgoff, offset, bytes);
    }

    private long WriteSectors(ulong sector, ulong sectors, byte seed)
    {
        if (sectors == 0) return 0;
        if (sector >= Capacity) return -ENOSPC;
        var bytes = Math.Min(sectors, Capacity - sector) << Geometry.SectorShift;
        var pattern = _room.First((int)bytes);
        Pattern.Fill(seed, pattern);
        for (var done = 0UL; done < bytes; done += PageSize)
            if (!pmem.WriteSectors(sector + (done >> Geometry.SectorShift), pattern.Slice((int)done, (int)Math.Min(PageSize, bytes - done)))) return -EIO;
        return (long)bytes;
    }

    private Outcome SeeWritten(long result, ulong pgoff, ulong offset, ulong bytes)
    {
        var outcome = Outcome.Of(result);
        _view.SeeWindow(ref outcome, pgoff, offset, bytes);
        _view.SeeTable(ref outcome);
        return outcome;
    }
}
