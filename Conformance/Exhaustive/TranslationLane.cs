using Conformance.Reference.Contract;
using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Running;
using static Conformance.Exhaustive.KnownTranslations;

namespace Conformance.Exhaustive;

/// <summary>
/// Runs the cases of a scope of translations by the million. A device is made once for all its calls (and killed once, for those
/// behind a kill_dax), and each of them is carried out on it and on the model. What the clauses say of an answer is asked once, of a
/// history of that case alone, and then holds for the same call with the same answer in the same situation
/// (<see cref="AccessSituation"/>). A device whose pages, records or liveness changed under its translations, that survives a kill_dax, or
/// that answers a case otherwise when it is alone, is asked case by case.
/// </summary>
internal sealed class TranslationLane : IDisposable
{
    /// <summary>Marks a case that was judged on its own.</summary>
    private const int Alone = -1;

    private readonly ITranslationScope _scope;
    private readonly CheckOptions _options;
    private readonly Examiner _examiner;
    private readonly KnownTranslations _known;
    private readonly TranslationOrder _order;
    private readonly ITranslatingDevice _device;
    private readonly ReferenceDevice? _model;
    private readonly RecordedPoison _poison = new();
    private readonly int _operations;

    /// <summary>The answers to one range: of a range without calls on the dead device, and of one with some, which waits for the kill_dax.</summary>
    private readonly AccessAnswer[] _answers, _expected, _late, _lateExpected;

    /// <summary>What is known of each range on the device under way, and the set that its answers are, where they are one.</summary>
    private readonly AnswerSets[] _sets;
    private readonly AnswerSet?[] _found;

    /// <summary>By the number of a call: the digest of its answer, and the last of the notes on it; of meaning where it does not count with its set.</summary>
    private readonly ulong[] _digests;
    private readonly int[] _sayings;
    private bool _anySayings;

    private readonly List<Note> _heard = [];
    private readonly Action<Note> _hear;
    private Geometry _geometry = new();
    private ulong? _pages;

    private TranslationLane(ITranslationScope scope, KnownTranslations known, CheckOptions options, Examiner examiner, ITranslatingDevice device)
    {
        (_scope, _known, _order, _options, _examiner, _device) = (scope, known, known.Order, options, examiner, device);
        if (options.Oracle.HasFlag(Oracle.Exact) && options.Target.Description.Profile is not null) _model = new(options.Profile);
        var (calls, ranges) = (_order.Calls.Length, _order.Ranges.Length);
        _operations = _order.Operations;
        var most = _order.Ranges.Max(r => r.Length);
        (_answers, _expected, _late, _lateExpected) = (new AccessAnswer[most], new AccessAnswer[most], new AccessAnswer[calls], new AccessAnswer[calls]);
        (_sets, _found) = (new AnswerSets[ranges], new AnswerSet?[ranges]);
        (_digests, _sayings) = (new ulong[calls], new int[calls]);
        _hear = _heard.Add;
    }

    /// <summary>The cases that were judged like earlier ones.</summary>
    public TranslationCounts Counts { get; } = new();

    /// <summary>What the lanes of a run share, or null where the run has to go case by case.</summary>
    public static KnownTranslations? Known(CheckOptions options, Examiner examiner) =>
        options.Scope is ITranslationScope scope && options.JournalDirectory is null && examiner.CanShare && options.Target.Description.Members == DriverOps.All ? new(scope) : null;

    /// <summary>A lane for a worker.</summary>
    public static TranslationLane Open(KnownTranslations known, CheckOptions options, Examiner examiner) =>
        new((ITranslationScope)options.Scope!, known, options, examiner, (ITranslatingDevice)options.Target.Open());

    /// <summary>Runs all calls on some devices.</summary>
    /// <param name="first">device</param>
    /// <param name="end">the device behind the last</param>
    /// <param name="done">is given each device's number and the digest of its cases</param>
    /// <param name="cancel">ends it between two devices</param>
    /// <exception cref="TargetException">the device cannot be had</exception>
    public void Run(int first, int end, Action<int, ulong> done, CancellationToken cancel)
    {
        for (var device = first; device < end && !cancel.IsCancellationRequested; device++) done(device, RunDevice(device));
    }

    public void Dispose() => _device.Dispose();

    /// <returns>the digest of its cases</returns>
    private ulong RunDevice(int device)
    {
        _geometry = _scope.DeviceAt(device);
        var first = (long)device * _digests.Length;
        LookUp();
        if (_anySayings) _sayings.AsSpan().Clear();
        _anySayings = false;
        var sum = 0UL;
        if (TryShare(first))
        {
            Count(device);
            for (var i = 0; i < _found.Length; i++)
            {
                if (_found[i] is { } set)
                {
                    sum += set.Sum;
                    continue;
                }
                foreach (var number in NumbersOf(i)) sum += Scope.DigestOf(number, _digests[number]);
            }
            return sum;
        }
        for (var call = 0; call < _digests.Length; call++)
        {
            if (_sayings[call] != Alone) _digests[call] = _examiner.Examine(first + call, _scope.HistoryOf(_geometry, call));
            sum += Scope.DigestOf(call, _digests[call]);
        }
        return sum;
    }

    private ReadOnlySpan<int> NumbersOf(int range) => _order.Numbers.AsSpan()[_order.Ranges[range].Start.._order.Ranges[range].End];

    /// <summary>All calls on one device; false: its state did not stay as it was, or a case is answered otherwise when it is alone.</summary>
    private bool TryShare(long first)
    {
        _device.Become(_geometry);
        if (_model?.Become(_geometry) == false) return false;
        _pages ??= _device.Memory();
        var before = _device.State();
        for (var i = 0; i < _sets.Length; i++)
        {
            var range = _order.Ranges[i];
            if (range.Dead < range.End)
            {
                Carry(range.Start, range.Dead, _late.AsSpan(range.Start), _lateExpected.AsSpan(range.Start));
                continue;
            }
            Carry(range.Start, range.End, _answers, _expected);
            if (!TryJudge(i, first, _answers.AsSpan(0, range.Length), _expected.AsSpan(0, range.Length))) return false;
        }
        // On a device that lives on, the calls behind the kill_dax are judged by what is on record.
        if (_device.State() != before || !_device.TryKill()) return false;
        _model?.Kill();
        before = _device.State();
        for (var i = 0; i < _sets.Length; i++)
        {
            var range = _order.Ranges[i];
            if (range.Dead < range.End) Carry(range.Dead, range.End, _late.AsSpan(range.Dead), _lateExpected.AsSpan(range.Dead));
        }
        if (_device.State() != before || _device.Memory() != _pages) return false;
        for (var i = 0; i < _sets.Length; i++)
        {
            var range = _order.Ranges[i];
            if (range.Dead < range.End && !TryJudge(i, first, _late.AsSpan(range.Start, range.Length), _lateExpected.AsSpan(range.Start, range.Length))) return false;
        }
        return true;
    }

    private void Carry(int start, int end, Span<AccessAnswer> answers, Span<AccessAnswer> expected)
    {
        var calls = _order.Calls.AsSpan()[start..end];
        _device.Translate(calls, answers);
        if (_model is null) answers[..calls.Length].CopyTo(expected);
        else _model.Translate(calls, expected);
    }

    /// <summary>Finds what is said of the answers to a range; false: one is answered otherwise when it is alone.</summary>
    private bool TryJudge(int index, long first, ReadOnlySpan<AccessAnswer> answers, ReadOnlySpan<AccessAnswer> expected)
    {
        if ((_found[index] = _sets[index].Find(answers, expected)) is not null) return true;
        _anySayings = true;
        var numbers = NumbersOf(index);
        var (digests, sayings) = (new ulong[numbers.Length], new int[numbers.Length]);
        var sum = 0UL;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!TryJudge(index, i, first, answers[i], expected[i], out sayings[i])) return false;
            digests[i] = _digests[numbers[i]];
            sum += Scope.DigestOf(numbers[i], digests[i]);
        }
        _known.Keep(_sets[index], answers, expected, digests, sum, sayings);
        return true;
    }

    /// <summary>What is said of one answer, by a set that has it or by a judgement of its own; false: it is answered otherwise when it is alone.</summary>
    private bool TryJudge(int index, int call, long first, in AccessAnswer answer, in AccessAnswer expected, out int sayings)
    {
        var number = NumbersOf(index)[call];
        foreach (var set in _sets[index].All)
        {
            if (!set.Is(call, answer, expected)) continue;
            (_digests[number], _sayings[number]) = (set.Digests[call], sayings = set.Sayings[call]);
            return true;
        }
        var history = _scope.HistoryOf(_geometry, number);
        _heard.Clear();
        _digests[number] = _examiner.Examine(first + number, history, _hear);
        _sayings[number] = Alone;
        sayings = Nothing;
        if (AccessAnswer.Of(_examiner.LastAnswers[history.Operations.Length - 1]) != answer) return false;
        foreach (var note in _heard) sayings = _known.Say(sayings, note);
        return true;
    }

    private void Count(int device)
    {
        var operations = _operations;
        var first = (long)device * _digests.Length;
        for (var i = 0; i < _found.Length; i++)
        {
            if (_found[i] is { } set)
            {
                Counts.AddDevice(set.Number, device);
                continue;
            }
            var range = _order.Ranges[i];
            for (var at = range.Start; at < range.End; at++)
            {
                var number = _order.Numbers[at];
                // The examiner has counted what it was asked.
                if (_sayings[number] == Alone) operations -= range.OperationsOf(at);
                else Counts.AddCase(_sayings[number], first + number);
            }
        }
        _examiner.AddOperations(operations);
    }

    /// <summary>Finds what is known of each range of pages in the situation that this device puts it in.</summary>
    private void LookUp()
    {
        _poison.Reset(_geometry, _options.Profile);
        for (var i = 0; i < _sets.Length; i++)
            _sets[i] = _known.Of(i, AccessSituation.Of(_poison, _geometry, _order.Ranges[i].Pgoff, _order.Ranges[i].Asked));
    }
}
