using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// A device that is reached through mappings of one file, from user space: the walk through a history, and what needs nothing
/// but two shared mappings.
/// </summary>
/// <param name="geometry">the one device there is</param>
/// <param name="observes">what can be seen of each operation</param>
/// <param name="shared">mapping 0 and mapping 1, all pages of which are faulted in for writing when a history starts</param>
/// <param name="probe">a mapping whose pages are dropped and faulted in anew</param>
internal abstract class MappedDevice(Geometry geometry, Func<OpCode, AspectSet> observes, PageMapping[] shared, PageMapping probe) : IDeviceUnderTest
{
    /// <summary>How often a history is begun again when the kernel took a mapped page away in its midst (writeback protects pages).</summary>
    private const int Attempts = 3;

    /// <summary>Pages that are written anew before every history, whether or not an operation wrote there.</summary>
    private const ulong AlwaysFresh = 64;

    private readonly bool[] _stale = [.. Enumerable.Repeat(true, (int)geometry.Pages)];
    private bool _disturbed;

    public void Run(History history, Span<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(history);
        for (var attempt = 0; attempt < Attempts; attempt++)
            if (TryRun(history, outcomes)) return;
    }

    public abstract void Dispose();

    protected Geometry Geometry => geometry;

    protected ulong PageSize { get; } = (ulong)geometry.PageSize;

    protected PageMapping Probe => probe;

    /// <summary>Mapping 0 and mapping 1.</summary>
    protected PageMapping[] Shared => shared;

    protected bool CanSee(OpCode code) => !observes(code).IsEmpty;

    /// <summary>The device described by a history is this one, and its poison can be put on record here.</summary>
    protected abstract bool Realises(Geometry wanted);

    /// <summary>Brings the device into the described state; ends with <see cref="FaultIn"/> before poison is put on record.</summary>
    protected abstract void Reset(Geometry wanted);

    /// <summary>Carries out an operation other than load and store.</summary>
    protected abstract Outcome CarryOut(Operation operation);

    /// <summary>Writes one page; false when it does not take all its bytes.</summary>
    protected abstract bool TryWritePage(ulong page, ReadOnlySpan<byte> bytes);

    /// <summary>The outcomes of this run are worth nothing: something was changed that no operation changes.</summary>
    protected void Disturb() => _disturbed = true;

    /// <summary>Maps every page of mappings 0 and 1 for writing, so that loads and stores ask nobody while poison is on record; drops the probe's.</summary>
    protected void FaultIn()
    {
        foreach (var mapping in shared)
            if (mapping.Fault(0, geometry.Size, write: true) is not 0 and var errno)
                throw new TargetException($"pages without poison cannot be mapped for writing (errno {errno}): see the kernel's log, and name another file");
        probe.Drop(0, geometry.Size);
    }

    /// <summary>Writes the initial contents wherever an earlier history may have written; large devices are not written whole every time.</summary>
    protected void WriteInitialContents()
    {
        Span<byte> bytes = new byte[geometry.PageSize];
        for (ulong page = 0; page < geometry.Pages; page++)
        {
            if (page >= AlwaysFresh && !_stale[page]) continue;
            InitialContents.Fill(page, 0, bytes);
            if (!TryWritePage(page, bytes))
                throw new TargetException($"page {page} without poison does not take its {geometry.PageSize} bytes: see the kernel's log, and name another file or device");
            _stale[page] = false;
        }
    }

    /// <summary>An operation writes there, so that the next history must not find it. A page more on either side.</summary>
    protected void Soil(ulong pgoff, ulong offset, ulong bytes)
    {
        var last = Math.Min(geometry.Pages - 1, pgoff + (offset + bytes >> geometry.PageShift) + 1);
        for (var page = pgoff == 0 ? 0 : pgoff - 1; page <= last; page++) _stale[page] = true;
    }

    /// <summary>The page range lies in the device and has a page.</summary>
    protected bool Inside(ulong pgoff, ulong pages) => pgoff < geometry.Pages && pages > 0 && pages <= geometry.Pages - pgoff;

    /// <summary>The byte range, from byte <paramref name="offset"/> of a page of the device on, lies in the device; an empty one may lie at its end.</summary>
    protected bool InsideBytes(ulong pgoff, ulong offset, ulong bytes) =>
        pgoff < geometry.Pages && offset <= geometry.Size - pgoff * PageSize && bytes <= geometry.Size - pgoff * PageSize - offset;

    /// <summary>Sees the contents of the window around a written range, read through a mapping that poison does not close.</summary>
    protected Outcome WithWindow(Outcome outcome, ulong pgoff, ulong offset, ulong bytes, int mapping)
    {
        var (first, count) = Observation.Window(geometry, pgoff, offset, bytes);
        Span<byte> page = new byte[geometry.PageSize];
        var digest = new Digest();
        for (var i = 0; i < count; i++)
        {
            if (!shared[mapping].TryRead((first + (ulong)i) * PageSize, page))
            {
                Disturb();
                return outcome;
            }
            digest.Add(page);
        }
        return outcome.Set(Aspect.Contents, digest.Value);
    }

    /// <returns>false when the run was disturbed</returns>
    private bool TryRun(History history, Span<Outcome> outcomes)
    {
        outcomes.Fill(Outcome.NotObservable);
        _disturbed = false;
        if (!Realises(history.Geometry)) return true;
        Reset(history.Geometry);
        for (var i = 0; i < history.Operations.Length; i++)
        {
            var operation = history.Operations[i];
            var outcome = operation.Code switch
            {
                OpCode.load => Load(operation[0], operation[1]),
                OpCode.store => Store(operation),
                _ => CarryOut(operation),
            };
            if (_disturbed) return false;
            // What cannot be carried out does not happen. A device that should be dead is not asked on: it would answer.
            if (operation.Code == OpCode.kill_dax) return true;
            outcomes[i] = outcome.Restrict(observes(operation.Code));
        }
        return true;
    }

    private Outcome Load(ulong pgoff, ulong mapping)
    {
        if (mapping > 1) return Outcome.NotObservable;
        if (pgoff >= geometry.Pages) return Outcome.Of(-Errno.EFAULT);
        Span<byte> page = new byte[geometry.PageSize];
        if (!shared[mapping].TryRead(pgoff * PageSize, page)) Disturb();
        return Outcome.Of(0).Set(Aspect.Contents, Digest.Of(page));
    }

    private Outcome Store(Operation operation)
    {
        var (pgoff, offset, bytes, mapping) = (operation[0], operation[1], operation[2], operation[4]);
        if (mapping > 1) return Outcome.NotObservable;
        if (!InsideBytes(pgoff, offset, bytes)) return Outcome.Of(-Errno.EFAULT);
        var pattern = new byte[bytes];
        InitialContents.FillPattern((byte)operation[3], 0, pattern);
        Soil(pgoff, offset, bytes);
        if (!shared[mapping].TryWrite(pgoff * PageSize + offset, pattern)) Disturb();
        return WithWindow(Outcome.Of(0), pgoff, offset, bytes, (int)mapping ^ 1);
    }
}
