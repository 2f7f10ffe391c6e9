using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// nd_pmem's functions as the kernel runs them for a file: a fault and a read ask dax_direct_access, a write over poison is
/// dax_recovery_write, a private write fault is copy_cow_page_dax.
/// </summary>
internal sealed class DaxFileDevice : MappedDevice
{
    private readonly DaxFileParts _parts;
    private readonly PrivatePage _private;
    private readonly FileSurface _surface;
    private readonly byte[] _buffer;

    public DaxFileDevice(DaxFileParts parts, Geometry geometry, Func<OpCode, AspectSet> observes)
        : base(geometry, observes, parts.Shared, parts.Probe)
    {
        (_parts, _private) = (parts, parts.Private);
        _buffer = new byte[geometry.Size];
        _surface = new(parts, geometry);
    }

    /// <summary>The device outlives its user: it belongs to the target.</summary>
    public override void Dispose() => _private.Clear();

    protected override bool Realises(Geometry wanted) =>
        wanted with { Bad = [] } == Geometry && wanted.Bad.All(bad => bad.Acknowledged && _parts.CanPoison(bad.Sector, bad.Sectors));

    protected override void Reset(Geometry wanted)
    {
        _parts.File.VerifyExtent();
        _private.Clear();
        _parts.ClearPoison();
        WriteInitialContents();
        FaultIn();
        // A table without room takes what it can, here as in the description of the state.
        foreach (var bad in wanted.Bad) _parts.Badblocks!.Set(bad.Sector, bad.Sectors);
    }

    protected override Outcome CarryOut(Operation operation) => operation.Code switch
    {
        OpCode.dax_direct_access => DirectAccess(operation),
        OpCode.dax_recovery_write when !_parts.HasRecoveryWrite => Outcome.NotSupported,
        OpCode.dax_recovery_write when CanSee(operation.Code) => RecoveryWrite(operation[0], operation[1], operation[2], (byte)operation[3]),
        OpCode.badblocks_set when operation[2] == 1 && _parts.CanPoison(operation[0], operation[1]) => SetBadblocks(operation[0], operation[1]),
        OpCode.copy_cow_page_dax => CopyCowPage(operation),
        OpCode.cow_load => _private.Exists ? WithPrivatePage(Outcome.Of(0)) : Outcome.Of(-Errno.EINVAL),
        OpCode.cow_store => StorePrivate(operation[0], operation[1], (byte)operation[2]),
        OpCode.fault => _surface.Fault(operation[0], operation[1] != 0, operation[2] != 0),
        OpCode.pread => _surface.Read(operation[0], operation[1], operation[2]),
        OpCode.pwrite => Write(operation[0], operation[1], operation[2], (byte)operation[3]),
        OpCode.read_direct => _surface.ReadDirect(operation[0], operation[1]),
        OpCode.write_direct when CanSee(operation.Code) => WriteDirect(operation[0], operation[1], (byte)operation[2]),
        OpCode.map_sync => _surface.MapSync(),
        _ => Outcome.NotObservable,
    };

    protected override bool TryWritePage(ulong page, ReadOnlySpan<byte> bytes) => _parts.File.Write(bytes, page * PageSize).Written == bytes.Length;

    /// <summary>
    /// One page: a load fault, which asks for one page. More: a read, which asks for all of them at once. Then the memory is
    /// really touched: through the kernel's address by the read, and by the page frame that a fault maps.
    /// </summary>
    private Outcome DirectAccess(Operation operation)
    {
        var (pgoff, nr, kaddr, pfn) = (operation[0], operation[1], operation[3] == 1, operation[4] == 1);
        if (operation[2] != (ulong)AccessMode.Access || !Inside(pgoff, nr)) return Outcome.NotObservable;
        var at = pgoff * PageSize;
        var fault = nr == 1 || pfn ? Refault(at) : 0;
        var bytes = nr > 1 || kaddr ? _parts.File.Read(_buffer.AsSpan(0, (int)(nr * PageSize)), at) : default;
        var failed = nr == 1 ? fault != 0 : bytes.Errno is not (0 or Errno.EFAULT);
        var outcome = failed && nr == 1 && fault == Errno.EHWPOISON ? Outcome.Of(-fault) : new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, failed ? 1UL : 0);
        if (failed) return outcome;
        if (pfn && Probe.Pfn(at) is { } frame) outcome.Set(Aspect.Pfn, frame);
        return kaddr ? WithTouched(outcome, (ulong)Math.Max(bytes.Read, 0) >> Geometry.PageShift) : outcome;
    }

    private int Refault(ulong at)
    {
        Probe.Drop(at, PageSize);
        return Probe.Fault(at, PageSize, write: false);
    }

    /// <summary>Sees how many pages the kernel copied from its address into the buffer, and the first and the last of them.</summary>
    private Outcome WithTouched(Outcome outcome, ulong pages)
    {
        outcome.Set(Aspect.Touched, pages);
        if (pages == 0) return outcome;
        var digest = new Digest();
        digest.Add(_buffer.AsSpan(0, (int)PageSize));
        if (pages > 1) digest.Add(_buffer.AsSpan((int)((pages - 1) * PageSize), (int)PageSize));
        return outcome.Set(Aspect.Contents, digest.Value);
    }

    /// <summary>
    /// A write. Over poison the kernel hands it to dax_recovery_write in strides: inside one page with just these arguments, whole
    /// pages in several calls that together do what one does. Other writes would meet other strides.
    /// </summary>
    private Outcome RecoveryWrite(ulong pgoff, ulong offset, ulong bytes, byte seed)
    {
        if (bytes == 0 || offset >= PageSize || !InsideBytes(pgoff, offset, bytes)) return Outcome.NotObservable;
        var corresponds = offset + bytes <= PageSize || offset == 0 && bytes % PageSize == 0;
        if (!corresponds && !_parts.IsClean(pgoff, offset + bytes + PageSize - 1 >> Geometry.PageShift)) return Outcome.NotObservable;
        var pattern = _buffer.AsSpan(0, (int)bytes);
        InitialContents.FillPattern(seed, 0, pattern);
        Soil(pgoff, offset, bytes);
        var (written, errno) = _parts.File.Write(pattern, pgoff * PageSize + offset);
        var outcome = new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, written > 0 ? 0UL : 1);
        // EFAULT is what a result of 0 becomes (dax_iomap_iter, fs/dax.c).
        if (written > 0) outcome.Set(Aspect.Result, (ulong)written);
        else if (errno == Errno.EFAULT) outcome.Set(Aspect.Result, 0);
        return WithTable(WithWindow(outcome, pgoff, offset, bytes, mapping: 0));
    }

    private Outcome Write(ulong pgoff, ulong offset, ulong bytes, byte seed)
    {
        if (InsideBytes(pgoff, offset, bytes)) Soil(pgoff, offset, bytes);
        return WithTable(WithWindow(Outcome.Of(_surface.Write(pgoff, offset, bytes, seed)), pgoff, offset, bytes, mapping: 0));
    }

    private Outcome WriteDirect(ulong sector, ulong sectors, byte seed)
    {
        var (pgoff, offset, bytes) = Observation.OfSectors(Geometry, sector, sectors);
        if (InsideBytes(pgoff, offset, bytes)) Soil(pgoff, offset, bytes);
        return _surface.WriteDirect(sector, sectors, seed) is { } result
            ? WithTable(WithWindow(Outcome.Of(result), pgoff, offset, bytes, mapping: 0)) : Outcome.NotObservable;
    }

    /// <summary>The file tells success from no room; the number is that of the running kernel's badblocks_set.</summary>
    private Outcome SetBadblocks(ulong sector, ulong sectors)
    {
        var done = _parts.Badblocks!.Set(sector, sectors);
        return WithTable(Outcome.Of(done == _parts.BadblocksSetIsBool ? 1 : 0));
    }

    private Outcome WithTable(Outcome outcome)
    {
        if (_parts.Badblocks?.Read() is not { Complete: true, Foreign.IsEmpty: true } table) return outcome;
        var digest = new Digest();
        // pmem knows no unacknowledged records.
        foreach (var record in table.Own) Observation.AddRecord(ref digest, record.Sector, record.Sectors, acknowledged: true);
        return outcome.Set(Aspect.Table, digest.Value);
    }

    /// <summary>The private write fault. It passes on no errno but EHWPOISON; when it succeeds, so did copy_cow_page_dax.</summary>
    private Outcome CopyCowPage(Operation operation)
    {
        var pos = operation.Signed(0);
        if (pos < 0 || (ulong)pos >= Geometry.Size || operation[1] != 0 || operation[2] != 0) return Outcome.NotObservable;
        var page = (ulong)pos >> Geometry.PageShift;
        var errno = _private.Copy(page);
        if (errno == Errno.EHWPOISON) return Outcome.Of(-errno);
        if (errno != 0) return new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, 1);
        return WithWindow(WithPrivatePage(Outcome.Of(0)), page, 0, PageSize, mapping: 0);
    }

    private Outcome WithPrivatePage(Outcome outcome)
    {
        if (_private.Contents is { } digest) return outcome.Set(Aspect.Cow, digest);
        Disturb();
        return outcome;
    }

    private Outcome StorePrivate(ulong offset, ulong bytes, byte seed)
    {
        if (!_private.Exists) return Outcome.Of(-Errno.EINVAL);
        if (offset > PageSize || bytes > PageSize - offset) return Outcome.Of(-Errno.EFAULT);
        var pattern = _buffer.AsSpan(0, (int)bytes);
        InitialContents.FillPattern(seed, 0, pattern);
        if (!_private.TryWrite(offset, pattern)) Disturb();
        return WithPrivatePage(Outcome.Of(0));
    }
}
