using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Exhaustive;

/// <summary>What a run knows of the translations of a scope: which answers were judged in which situation, and what was said of them. All workers share it.</summary>
internal sealed class KnownTranslations
{
    /// <summary>Sets of answers kept of a range in a situation. A device that answers the same calls otherwise each time must not fill the memory.</summary>
    private const int MaxSets = 32;

    /// <summary>No clause says anything.</summary>
    internal const int Nothing = 0;

    /// <summary>The answers to all calls of a range, as a device and the model gave them, and what is said of each.</summary>
    internal sealed class AnswerSet(AccessAnswer[] answers, AccessAnswer[] expected, ulong[] digests, int[] sayings)
    {
        private long _devices;
        private long _firstDevice = long.MaxValue;

        /// <summary>The digest of each answer.</summary>
        public ReadOnlySpan<ulong> Digests => digests;

        /// <summary>The last of the notes on each.</summary>
        public ReadOnlySpan<int> Sayings => sayings;

        /// <summary>Devices that gave these answers and whose cases were not judged on their own.</summary>
        public long Devices => _devices;

        public long FirstDevice => _firstDevice;

        public bool Is(ReadOnlySpan<AccessAnswer> got, ReadOnlySpan<AccessAnswer> wanted) => Same(got, answers) && Same(wanted, expected);

        public bool Is(int call, in AccessAnswer got, in AccessAnswer wanted) => answers[call] == got && expected[call] == wanted;

        /// <summary>One more device gave these answers.</summary>
        public void Count(long device)
        {
            Interlocked.Increment(ref _devices);
            for (var first = Volatile.Read(ref _firstDevice); device < first;)
            {
                var seen = Interlocked.CompareExchange(ref _firstDevice, device, first);
                if (seen == first) break;
                first = seen;
            }
        }

        private static bool Same(ReadOnlySpan<AccessAnswer> left, ReadOnlySpan<AccessAnswer> right) => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
    }

    /// <summary>The sets of answers to a range in a situation.</summary>
    internal sealed class AnswerSets
    {
        private ImmutableArray<AnswerSet> _sets = [];

        public ImmutableArray<AnswerSet> All => _sets;

        public void Add(AnswerSet set) => ImmutableInterlocked.Update(ref _sets, static (sets, more) => sets.Length < MaxSets ? sets.Add(more) : sets, set);

        public AnswerSet? Find(ReadOnlySpan<AccessAnswer> got, ReadOnlySpan<AccessAnswer> wanted)
        {
            foreach (var set in _sets)
                if (set.Is(got, wanted)) return set;
            return null;
        }
    }

    private readonly ConcurrentDictionary<AccessSituation, AnswerSets>[] _ranges;
    private readonly Lock _lock = new();

    /// <summary>What is said of cases, note behind note, each with the one before it. What begins is <see cref="Nothing"/>.</summary>
    private readonly List<(int Before, Note Note)> _notes = [default];
    private readonly Dictionary<(int Before, Note Note), int> _numbers = [];

    public KnownTranslations(ITranslationScope scope)
    {
        Order = new(scope);
        _ranges = [.. Order.Ranges.Select(_ => new ConcurrentDictionary<AccessSituation, AnswerSets>())];
    }

    public TranslationOrder Order { get; }

    /// <summary>What is known of a range in a situation.</summary>
    public AnswerSets Of(int range, in AccessSituation situation) => _ranges[range].GetOrAdd(situation, static _ => new());

    /// <summary>The number of a note behind others.</summary>
    public int Say(int before, Note note)
    {
        lock (_lock)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (before, note), out var known);
            if (known) return number;
            number = _notes.Count;
            _notes.Add((before, note));
            return number;
        }
    }

    /// <summary>Tells the tallies what was said of the cases that were judged like earlier ones. Nothing else may be under way.</summary>
    /// <param name="single">of each number of notes, the cases that were counted one by one</param>
    public void Settle(IEnumerable<IReadOnlyList<Occurrence>> single)
    {
        var ended = new Occurrence[_notes.Count];
        foreach (var counted in single)
            for (var last = 0; last < counted.Count; last++) ended[last] = ended[last].And(counted[last]);
        for (var range = 0; range < _ranges.Length; range++)
        {
            var start = Order.Ranges[range].Start;
            foreach (var set in _ranges[range].Values.SelectMany(sets => sets.All).Where(set => set.Devices != 0))
                for (var call = 0; call < set.Sayings.Length; call++)
                {
                    ref var occurrence = ref ended[set.Sayings[call]];
                    occurrence = occurrence.And(new Occurrence(set.Devices, set.FirstDevice * Order.Calls.Length + Order.Numbers[start + call]));
                }
        }
        for (var last = Nothing + 1; last < ended.Length; last++)
        {
            if (ended[last].Count == 0) continue;
            for (var i = last; i != Nothing; i = _notes[i].Before) _notes[i].Note.Tally.Add(_notes[i].Note, ended[last]);
        }
    }
}
