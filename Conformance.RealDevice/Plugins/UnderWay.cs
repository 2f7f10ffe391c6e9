using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// A page that a child and its parent share: which history and which operation is under way, on record before it begins, and what was
/// seen of that history so far. What a child writes there outlives it.
/// </summary>
internal sealed unsafe class UnderWay : IDisposable
{
    /// <summary>Outcomes that are kept; a longer history loses the later ones.</summary>
    private const int MaxOutcomes = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Header* _header;
    private readonly byte* _outcomes;

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public ulong Number;
        public long Step;
        public ulong Beat;
    }

    /// <param name="path">the file; made by the parent, opened by the child</param>
    /// <param name="make">the parent</param>
    public UnderWay(string path, bool make)
    {
        var bytes = sizeof(Header) + (long)MaxOutcomes * HistoryWire.OutcomeBytes;
        _file = MemoryMappedFile.CreateFromFile(path, make ? FileMode.CreateNew : FileMode.Open, null, bytes);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _header = (Header*)start;
        _outcomes = start + sizeof(Header);
    }

    /// <summary>The history, as the parent numbers them; 0: none.</summary>
    public ulong Number => Volatile.Read(ref _header->Number);

    /// <summary>Index of the operation; -1: the device is being opened.</summary>
    public int Step => (int)Volatile.Read(ref _header->Step);

    /// <summary>Changes with every operation.</summary>
    public ulong Beat => Volatile.Read(ref _header->Beat);

    public void Begin(ulong number, int step)
    {
        Volatile.Write(ref _header->Step, step);
        Volatile.Write(ref _header->Number, number);
        _header->Beat++;
    }

    /// <summary>Nothing is under way.</summary>
    public void Rest() => Begin(0, -1);

    public void Put(int step, in Outcome outcome)
    {
        if (step < MaxOutcomes) ((Outcome*)_outcomes)[step] = outcome;
    }

    /// <summary>What was seen of the operations before the one under way.</summary>
    public void Take(Span<Outcome> outcomes)
    {
        for (var i = 0; i < Math.Min(outcomes.Length, Math.Min(Step, MaxOutcomes)); i++) outcomes[i] = ((Outcome*)_outcomes)[i];
    }

    /// <summary>For a history that begins: an operation that is skipped leaves nothing.</summary>
    public void Forget(int operations) => new Span<byte>(_outcomes, Math.Min(operations, MaxOutcomes) * HistoryWire.OutcomeBytes).Clear();

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
