using System.Runtime.InteropServices;
using Conformance.Reference.Contract;
using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Running;

namespace Conformance.Exhaustive;

/// <summary>
/// Runs the cases of a scope of translations by the million. A device is made once for all its calls (and killed once, for those
/// behind a kill_dax), and each of them is carried out on it and on the model. What the clauses say of an answer is asked once, of a
/// history of that case alone, and then holds for the same call with the same answer in the same situation
/// (<see cref="AccessSituation"/>). A device whose pages, records or liveness changed under its translations, or that answers a case
/// otherwise when it is alone, is asked case by case.
/// </summary>
internal sealed class TranslationLane : IDisposable
{
    /// <summary>A call, how many operations its history has, where what is known of its pages stands, and which of the answers there are its own.</summary>
    private readonly record struct Place(AccessCall Call, int Operations, int Range, int Index);

    /// <summary>An answer that the model gives too, and what is said of it.</summary>
    private struct Known
    {
        public AccessAnswer Answer;
        public ulong Digest;

        /// <summary>The last of the notes; 0: none is known.</summary>
        public int Sayings;
    }

    /// <summary>An answer that the model does not give.</summary>
    private readonly record struct Deviation(AccessSituation Situation, int Call, AccessAnswer Got, AccessAnswer Expected);

    /// <summary>Marks a case that was judged on its own.</summary>
    private const int Alone = -1;

    /// <summary>No clause says anything.</summary>
    private const int Nothing = 1;

    private readonly ITranslationScope _scope;
    private readonly Scope _histories;
    private readonly CheckOptions _options;
    private readonly Examiner _examiner;
    private readonly ITranslatingDevice _device;
    private readonly ReferenceDevice? _model;
    private readonly RecordedPoison _poison = new();
    private readonly Place[] _calls;
    private readonly int[] _live, _dead;
    private readonly (ulong Pgoff, ulong Asked)[] _ranges;
    private readonly int[] _sizes;
    private readonly Dictionary<AccessSituation, Known[]>[] _known;
    private readonly Known[][] _now;
    private readonly AccessSituation[] _situations;
    private readonly Dictionary<Deviation, (ulong Digest, int Sayings)> _deviations = [];

    /// <summary>What is said of cases, note behind note: each with the one before it, and how often it was the last. What begins is <see cref="Nothing"/>.</summary>
    private readonly List<(int Before, Note Note)> _notes = [default, default];
    private readonly List<Occurrence> _ended = [default, default];
    private readonly Dictionary<(int Before, Note Note), int> _numbers = [];

    private readonly List<Note> _heard = [];
    private readonly ulong[] _digests;
    private readonly int[] _of;
    private Digest _digest = new();
    private ulong? _pages;

    private TranslationLane(ITranslationScope scope, Scope histories, CheckOptions options, Examiner examiner, ITranslatingDevice device)
    {
        (_scope, _histories, _options, _examiner, _device) = (scope, histories, options, examiner, device);
        if (options.Oracle.HasFlag(Oracle.Exact) && options.Target.Description.Profile is not null) _model = new(options.Profile);
        var calls = scope.Calls;
        var pages = scope.DeviceAt(0).Pages;
        var ranges = new Dictionary<(ulong, ulong), int>();
        var sizes = new List<int>();
        _calls = [.. calls.Select(c =>
        {
            var asked = c.Call.NrPages <= 0 || c.Call.Pgoff >= pages ? 0 : Math.Min((ulong)c.Call.NrPages, pages - c.Call.Pgoff);
            var range = asked == 0 ? (0UL, 0UL) : (c.Call.Pgoff, asked);
            if (ranges.TryAdd(range, ranges.Count)) sizes.Add(0);
            return new Place(c.Call, c.Dead ? 2 : 1, ranges[range], sizes[ranges[range]]++);
        })];
        _live = [.. Enumerable.Range(0, calls.Count).Where(i => !calls[i].Dead)];
        _dead = [.. Enumerable.Range(0, calls.Count).Where(i => calls[i].Dead)];
        _ranges = [.. ranges.Keys];
        _sizes = [.. sizes];
        _known = [.. _ranges.Select(_ => new Dictionary<AccessSituation, Known[]>())];
        _now = new Known[_ranges.Length][];
        _situations = new AccessSituation[_ranges.Length];
        (_digests, _of) = (new ulong[calls.Count], new int[calls.Count]);
    }

    /// <summary>A lane for a run, or null where the run has to go case by case.</summary>
    public static TranslationLane? For(CheckOptions options, Examiner examiner) =>
        options.Scope is ITranslationScope scope && options.JournalDirectory is null && examiner.CanShare && options.Target.Description.Members == DriverOps.All
            ? new(scope, options.Scope, options, examiner, (ITranslatingDevice)options.Target.Open()) : null;

    /// <summary>Runs cases, from the first of a block on.</summary>
    /// <param name="first">case</param>
    /// <param name="end">the case behind the last</param>
    /// <param name="block">cases of a digest</param>
    /// <param name="done">is given each block's number and digest</param>
    /// <param name="cancel">ends it between two devices</param>
    /// <exception cref="TargetException">the device cannot be had</exception>
    public void Run(long first, long end, int block, Action<int, ulong> done, CancellationToken cancel)
    {
        _digest = new();
        for (var n = first; n < end && !cancel.IsCancellationRequested;)
        {
            var (device, from) = Math.DivRem(n, _calls.Length);
            var to = (int)Math.Min(_calls.Length, from + end - n);
            RunDevice(device, (int)from, to);
            for (var call = (int)from; call < to; call++, n++)
            {
                _digest.Add(_digests[call]);
                if ((n + 1) % block != 0 && n + 1 != end) continue;
                done((int)(n / block), _digest.Value);
                _digest = new();
            }
        }
    }

    /// <summary>Tells the tallies what was said of the cases that were judged like earlier ones.</summary>
    public void Settle()
    {
        for (var last = Nothing + 1; last < _ended.Count; last++)
        {
            if (_ended[last].Count == 0) continue;
            for (var i = last; i != Nothing; i = _notes[i].Before) _notes[i].Note.Tally.Add(_notes[i].Note, _ended[last]);
            _ended[last] = default;
        }
    }

    public void Dispose() => _device.Dispose();

    private void RunDevice(long device, int from, int to)
    {
        var geometry = _scope.DeviceAt(device);
        var first = device * _calls.Length;
        LookUp(geometry);
        _of.AsSpan(from, to - from).Clear();
        if (TryShare(geometry, first, from, to))
        {
            Count(first, from, to);
            return;
        }
        for (var call = from; call < to; call++)
            if (_of[call] != Alone) _digests[call] = _examiner.Examine(first + call, _histories.At(first + call));
    }

    private void Count(long first, int from, int to)
    {
        var ended = CollectionsMarshal.AsSpan(_ended);
        var operations = 0;
        for (var call = from; call < to; call++)
        {
            var sayings = _of[call];
            if (sayings == Alone) continue;
            operations += _calls[call].Operations;
            ref var occurrence = ref ended[sayings];
            occurrence = occurrence.Count == 0 ? new(1, first + call) : new(occurrence.Count + 1, occurrence.FirstCase);
        }
        _examiner.AddOperations(operations);
    }

    /// <summary>All calls on one device; false: its state did not stay as it was, or a case is answered otherwise when it is alone.</summary>
    private bool TryShare(Geometry geometry, long first, int from, int to)
    {
        _device.Become(geometry);
        if (_model?.Become(geometry) == false) return false;
        _pages ??= _device.Memory();
        var before = _device.State();
        if (!TryCarry(_live, first, from, to) || _device.State() != before) return false;
        _device.Kill();
        _model?.Kill();
        before = _device.State();
        return TryCarry(_dead, first, from, to) && _device.State() == before && _device.Memory() == _pages;
    }

    private bool TryCarry(int[] calls, long first, int from, int to)
    {
        foreach (var i in calls)
        {
            if (i < from || i >= to) continue;
            ref readonly var place = ref _calls[i];
            _device.Translate(place.Call, out var answer);
            ref var known = ref _now[place.Range][place.Index];
            var expected = answer;
            _model?.Translate(place.Call, out expected);
            if (answer != expected || known.Sayings != 0 && known.Answer != answer)
            {
                if (!TryDeviate(first + i, i, answer, expected)) return false;
            }
            else if (known.Sayings != 0) (_digests[i], _of[i]) = (known.Digest, known.Sayings);
            else if (TryLearn(first + i, i, answer, out var digest, out var sayings)) known = new() { Answer = answer, Digest = digest, Sayings = sayings };
            else return false;
        }
        return true;
    }

    /// <summary>An answer other than the model's, or other than the first one known.</summary>
    private bool TryDeviate(long number, int call, in AccessAnswer answer, in AccessAnswer expected)
    {
        var key = new Deviation(_situations[_calls[call].Range], call, answer, expected);
        if (_deviations.TryGetValue(key, out var known))
        {
            (_digests[call], _of[call]) = known;
            return true;
        }
        if (!TryLearn(number, call, answer, out var digest, out var sayings)) return false;
        _deviations.Add(key, (digest, sayings));
        return true;
    }

    /// <summary>Judges a case on its own; false: it is answered otherwise then.</summary>
    private bool TryLearn(long number, int call, in AccessAnswer answer, out ulong digest, out int sayings)
    {
        var history = _histories.At(number);
        var last = history.Operations.Length - 1;
        _heard.Clear();
        digest = _digests[call] = _examiner.Examine(number, history, _heard.Add);
        _of[call] = Alone;
        sayings = Nothing;
        if (AccessAnswer.Of(_examiner.LastAnswers[last]) != answer) return false;
        foreach (var note in _heard) sayings = Number((sayings, note));
        return true;
    }

    private int Number((int Before, Note Note) note)
    {
        if (_numbers.TryGetValue(note, out var number)) return number;
        _numbers.Add(note, number = _notes.Count);
        _notes.Add(note);
        _ended.Add(default);
        return number;
    }

    /// <summary>Finds what is known of each range of pages in the situation that this device puts it in.</summary>
    private void LookUp(Geometry geometry)
    {
        _poison.Reset(geometry, _options.Profile);
        for (var i = 0; i < _ranges.Length; i++)
        {
            var situation = _situations[i] = AccessSituation.Of(_poison, geometry, _ranges[i].Pgoff, _ranges[i].Asked);
            if (!_known[i].TryGetValue(situation, out var known)) _known[i].Add(situation, known = new Known[_sizes[i]]);
            _now[i] = known;
        }
    }
}
