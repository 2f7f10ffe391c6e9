using Conformance.Running;

namespace Conformance.Exhaustive;

/// <summary>The cases of one worker that were judged like earlier ones.</summary>
internal sealed class TranslationCounts
{
    /// <summary>By the number of a set of answers: the devices that gave it, the first of them.</summary>
    private readonly List<Occurrence> _sets = [];

    /// <summary>By the last of the notes on them: the cases that were not counted with a set.</summary>
    private readonly List<Occurrence> _cases = [];

    /// <summary>Devices that gave a set of answers, and the first of them.</summary>
    public Occurrence DevicesOf(int set) => set < _sets.Count ? _sets[set] : default;

    public void AddDevice(int set, long device) => Add(_sets, set, device);

    public void AddCase(int sayings, long number) => Add(_cases, sayings, number);

    /// <summary>Adds the single cases to those that there are of each number of notes.</summary>
    public void AddCases(Span<Occurrence> to)
    {
        for (var sayings = 0; sayings < _cases.Count; sayings++) to[sayings] = to[sayings].And(_cases[sayings]);
    }

    private static void Add(List<Occurrence> to, int at, long first)
    {
        while (to.Count <= at) to.Add(default);
        to[at] = to[at].And(first);
    }
}
