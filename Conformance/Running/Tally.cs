using System.Diagnostics;
using Conformance.Reference.Contract;

namespace Conformance.Running;

/// <summary>What the cases of one worker said of one clause. Sums and minima only, so that the order of cases does not matter.</summary>
public sealed class Tally
{
    private readonly SortedDictionary<string, Occurrence> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Occurrence> _waived = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Occurrence> _drifted = new(StringComparer.Ordinal);

    public long Held { get; private set; }

    public long NotObservable { get; private set; }

    /// <summary>Operations that device and generation both do not have.</summary>
    public long NotSupported { get; private set; }

    public Occurrence Broken { get; private set; }

    /// <summary>The input classes of every step that the clause judged by what it saw.</summary>
    public InputClasses Classes { get; private set; }

    /// <summary>What the device did where it was free, with how often and the first case.</summary>
    public IReadOnlyDictionary<string, Occurrence> Values => _values;

    /// <summary>Breaks that a waiver excuses, by the waiver's id.</summary>
    public IReadOnlyDictionary<string, Occurrence> Waived => _waived;

    /// <summary>Breaks that a waiver of the author's would excuse, were it not for their symptom, by its id.</summary>
    public IReadOnlyDictionary<string, Occurrence> Drifted => _drifted;

    public long Judged => Held + Broken.Count + _values.Values.Sum(v => v.Count) + _waived.Values.Sum(w => w.Count) + _drifted.Values.Sum(w => w.Count);

    /// <summary>Adds what one step said of the clause, as often as it was said.</summary>
    internal void Add(in Note note, Occurrence said)
    {
        Classes |= note.Classes;
        switch (note.Kind)
        {
            case NoteKind.Held:
                Held += said.Count;
                break;
            case NoteKind.NotObservable:
                NotObservable += said.Count;
                break;
            case NoteKind.NotSupported:
                NotSupported += said.Count;
                break;
            case NoteKind.Value:
                Add(_values, note.Key, said);
                break;
            case NoteKind.Waived:
                Add(_waived, note.Key, said);
                break;
            case NoteKind.Drifted:
                Add(_drifted, note.Key, said);
                break;
            case NoteKind.Broken:
                Broken = Broken.And(said);
                break;
            default:
                throw new UnreachableException($"a tally was told {note.Kind}");
        }
    }

    public void Add(Tally other)
    {
        Held += other.Held;
        NotObservable += other.NotObservable;
        NotSupported += other.NotSupported;
        Broken = Broken.And(other.Broken);
        Classes |= other.Classes;
        foreach (var (value, occurrence) in other._values) Add(_values, value, occurrence);
        foreach (var (waiver, occurrence) in other._waived) Add(_waived, waiver, occurrence);
        foreach (var (waiver, occurrence) in other._drifted) Add(_drifted, waiver, occurrence);
    }

    private static void Add(SortedDictionary<string, Occurrence> to, string key, Occurrence occurrence) =>
        to[key] = to.TryGetValue(key, out var before) ? before.And(occurrence) : occurrence;
}
