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
    /// <param name="number">from 0, in the order in which sets were made</param>
    internal sealed class AnswerSet(int number, AccessAnswer[] answers, AccessAnswer[] expected, ulong[] digests, ulong sum, int[] sayings)
    {
        public int Number => number;

        /// <summary>The digest of each answer.</summary>
        public ReadOnlySpan<ulong> Digests => digests;

        /// <summary>What all of them add to the digest of a device.</summary>
        public ulong Sum => sum;

        /// <summary>The last of the notes on each.</summary>
        public ReadOnlySpan<int> Sayings => sayings;

        public bool Is(ReadOnlySpan<AccessAnswer> got, ReadOnlySpan<AccessAnswer> wanted) => Same(got, answers) && Same(wanted, expected);

        public bool Is(int call, in AccessAnswer got, in AccessAnswer wanted) => answers[call] == got && expected[call] == wanted;

        private static bool Same(ReadOnlySpan<AccessAnswer> left, ReadOnlySpan<AccessAnswer> right) => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
    }

    /// <summary>The sets of answers to a range in a situation.</summary>
    internal sealed class AnswerSets
    {
        private ImmutableArray<AnswerSet> _sets = [];

        public ImmutableArray<AnswerSet> All => _sets;

        public bool HasRoom => _sets.Length < MaxSets;

        public void Add(AnswerSet set) => ImmutableInterlocked.Update(ref _sets, static (sets, more) => sets.Add(more), set);

        public AnswerSet? Find(ReadOnlySpan<AccessAnswer> got, ReadOnlySpan<AccessAnswer> wanted)
        {
            foreach (var set in _sets)
                if (set.Is(got, wanted)) return set;
            return null;
        }
    }

    private readonly ConcurrentDictionary<AccessSituation, AnswerSets>[] _ranges;
    private readonly Lock _lock = new();
    private int _made;

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

    /// <summary>Makes a set known, where there is room for it.</summary>
    /// <param name="sets">where</param>
    /// <param name="answers">of the device</param>
    /// <param name="expected">of the model</param>
    /// <param name="digests">of the answers</param>
    /// <param name="sum">of what they add to the digest of a device</param>
    /// <param name="sayings">the last of the notes on each</param>
    public void Keep(AnswerSets sets, ReadOnlySpan<AccessAnswer> answers, ReadOnlySpan<AccessAnswer> expected, ulong[] digests, ulong sum, int[] sayings)
    {
        if (!sets.HasRoom) return;
        var got = answers.ToArray();
        sets.Add(new(Interlocked.Increment(ref _made) - 1, got, expected.SequenceEqual(got) ? got : expected.ToArray(), digests, sum, sayings));
    }

    /// <summary>Tells the tallies what was said of the cases that were judged like earlier ones. Nothing else may be under way.</summary>
    /// <param name="counts">what each worker counted</param>
    public void Settle(IReadOnlyList<TranslationCounts> counts)
    {
        var ended = new Occurrence[_notes.Count];
        foreach (var worker in counts) worker.AddCases(ended);
        for (var range = 0; range < _ranges.Length; range++)
        {
            var start = Order.Ranges[range].Start;
            foreach (var set in _ranges[range].Values.SelectMany(sets => sets.All))
            {
                var devices = new Occurrence();
                foreach (var worker in counts) devices = devices.And(worker.DevicesOf(set.Number));
                if (devices.Count == 0) continue;
                for (var call = 0; call < set.Sayings.Length; call++)
                {
                    ref var occurrence = ref ended[set.Sayings[call]];
                    occurrence = occurrence.And(new Occurrence(devices.Count, devices.FirstCase * Order.Calls.Length + Order.Numbers[start + call]));
                }
            }
        }
        for (var last = Nothing + 1; last < ended.Length; last++)
        {
            if (ended[last].Count == 0) continue;
            for (var i = last; i != Nothing; i = _notes[i].Before) _notes[i].Note.Tally.Add(_notes[i].Note, ended[last]);
        }
    }
}
