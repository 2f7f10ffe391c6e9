using Conformance.RealDevice.DaxFile;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DevDax;

/// <summary>Memory that device-dax maps: loads, stores, and the translation that its fault handler makes.</summary>
internal sealed class DevDaxDevice(DevDaxFile file, Geometry geometry, Func<OpCode, AspectSet> observes)
    : MappedDevice(geometry, observes, file.Shared, file.Probe)
{
    /// <summary>The device outlives its user: it belongs to the target.</summary>
    public override void Dispose()
    {
    }

    protected override bool Realises(Geometry wanted) => wanted == Geometry;

    protected override void Reset(Geometry wanted)
    {
        FaultIn();
        WriteInitialContents();
    }

    protected override bool TryWritePage(ulong page, ReadOnlySpan<byte> bytes) => Shared[0].TryWrite(page * PageSize, bytes);

    protected override Outcome CarryOut(Operation operation) => operation.Code switch
    {
        OpCode.dax_direct_access => DirectAccess(operation),
        // device-dax refuses private mappings.
        OpCode.fault when operation[2] == 0 => Fault(operation[0], operation[1] != 0),
        OpCode.map_sync => Outcome.Of(file.MapSync()),
        _ => Outcome.NotObservable,
    };

    /// <summary>A fault maps a whole unit. Pages behind the part that is used are not behind the device: in their place those behind its end are asked for.</summary>
    private Outcome Fault(ulong pgoff, bool write)
    {
        var offset = (UInt128)pgoff * PageSize + (pgoff < Geometry.Pages ? 0 : file.DeviceBytes - Geometry.Size);
        if (offset > long.MaxValue || file.Fault((ulong)offset / file.Alignment * file.Alignment, write) is not { } errno) return Outcome.NotObservable;
        var signal = errno switch { 0 => SignalCode.None, Errno.EHWPOISON => SignalCode.BUS_MCEERR_AR, _ => SignalCode.BUS_ADRERR };
        return new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, errno == 0 ? 0UL : 1).Set(Aspect.Signal, signal);
    }

    private Outcome DirectAccess(Operation operation)
    {
        var (pgoff, nr, kaddr, pfn) = (operation[0], operation[1], operation[3] == 1, operation[4] == 1);
        if (operation[2] != (ulong)AccessMode.Access || !Inside(pgoff, nr)) return Outcome.NotObservable;
        var at = pgoff * PageSize;
        Probe.Drop(at, nr * PageSize);
        var errno = Probe.Fault(at, nr * PageSize, write: false);
        var outcome = new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Failed, errno == 0 ? 0UL : 1);
        if (errno != 0) return outcome;
        if (pfn && Probe.Pfn(at) is { } frame) outcome.Set(Aspect.Pfn, frame);
        return kaddr ? WithTouched(outcome, pgoff, nr) : outcome;
    }

    private Outcome WithTouched(Outcome outcome, ulong pgoff, ulong nr)
    {
        Span<byte> page = new byte[PageSize], first = new byte[PageSize];
        ulong touched = 0;
        for (; touched < nr && Probe.TryRead((pgoff + touched) * PageSize, page); touched++)
            if (touched == 0) page.CopyTo(first);
        outcome.Set(Aspect.Touched, touched);
        // The last page that was had stays in the buffer only if none failed behind it.
        if (touched == 0 || touched < nr && !Probe.TryRead((pgoff + touched - 1) * PageSize, page)) return outcome;
        var digest = new Digest();
        digest.Add(first);
        if (touched > 1) digest.Add(page);
        return outcome.Set(Aspect.Contents, digest.Value);
    }
}
