using Conformance.Reference.Fs;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Model;

/// <summary>What user space sees: faults, reads and writes of a file over the whole pages of the data area, and of the disk below it.</summary>
public sealed partial class ReferenceDevice
{
    /// <summary>Where a fault's private page goes; nobody looks at it.</summary>
    private byte[] _fault = [];

    private ulong FileSize => _geometry.Pages << _geometry.PageShift;

    private Outcome FileFault(in Operation operation)
    {
        var cow = operation[1] != 0 && operation[2] != 0;
        var error = _file.dax_iomap_pte_fault(_dax_dev, _pmem.Memory, FileSize, operation[0], cow, _fault.AsSpan(0, _geometry.PageSize));
        return new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, error == 0 ? 0UL : 1).Set(Aspect.Signal, DaxFile.dax_fault_return(error));
    }

    private Outcome FileRead(in Operation operation)
    {
        var bytes = operation[2];
        if (!Observation.TryPosition(_geometry, operation[0], operation[1], bytes, out var pos)) return Outcome.Of(-Errno.EINVAL);
        var result = _file.dax_iomap_rw(_dax_dev, _pmem.Memory, FileSize, pos, bytes, write: null);
        return SeeRead(Outcome.Of(result), pos, result);
    }

    private Outcome FileWrite(in Operation operation)
    {
        var (pgoff, offset, bytes) = (operation[0], operation[1], operation[2]);
        var result = !Observation.TryPosition(_geometry, pgoff, offset, bytes, out var pos) ? -Errno.EINVAL
            : pos > FileSize || bytes > FileSize - pos ? -Errno.EFAULT
            : _file.dax_iomap_rw(_dax_dev, _pmem.Memory, FileSize, pos, bytes, new((byte)operation[3]));
        var outcome = Outcome.Of(result);
        SeeWindow(ref outcome, pgoff, offset, bytes);
        SeeTable(ref outcome);
        return outcome;
    }

    private Outcome ReadDirect(in Operation operation)
    {
        var (sector, sectors) = (operation[0], operation[1]);
        if (!Observation.TryTransfer(sector, sectors)) return Outcome.Of(-Errno.EINVAL);
        var result = _fops.blkdev_read_iter(_pmem, _geometry.DataBytes >> Geometry.SectorShift, sector, sectors);
        return SeeRead(Outcome.Of(result), sector << Geometry.SectorShift, result);
    }

    private Outcome WriteDirect(in Operation operation)
    {
        var (sector, sectors, seed) = (operation[0], operation[1], (byte)operation[2]);
        var result = Observation.TryTransfer(sector, sectors)
            ? _fops.blkdev_write_iter(_pmem, _geometry.DataBytes >> Geometry.SectorShift, sector, sectors, new(seed)) : -Errno.EINVAL;
        var outcome = Outcome.Of(result);
        var (pgoff, offset, bytes) = Observation.OfSectors(_geometry, sector, sectors);
        SeeWindow(ref outcome, pgoff, offset, bytes);
        SeeTable(ref outcome);
        return outcome;
    }

    private Outcome SeeRead(Outcome outcome, ulong start, long result) =>
        result > 0 && _kernel.Up ? outcome.Set(Aspect.Contents, _pmem.Memory.DigestBytes(start, (ulong)result)) : outcome;
}
