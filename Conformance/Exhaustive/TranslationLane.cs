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
    private readonly AccessAnswer[] _answers, _expected;

    /// <summary>What is known of each range on the device under way, and the set that its answers are, where they are one.</summary>
    private readonly AnswerSets[] _sets;
    private readonly AnswerSet?[] _found;

    /// <summary>By the number of a call: the digest of its answer, and the last of the notes on it where it does not count with its set.</summary>
    private readonly ulong[] _digests;
    private readonly int[] _sayings;

    private readonly List<Note> _heard = [];
    private readonly Action<Note> _hear;
    private Digest _digest = new();
    private Geometry _geometry = new();
    private ulong? _pages;

    private TranslationLane(ITranslationScope scope, KnownTranslations known, CheckOptions options, Examiner examiner, ITranslatingDevice device)
    {
        (_scope, _known, _order, _options, _examiner, _device) = (scope, known, known.Order, options, examiner, device);
        if (options.Oracle.HasFlag(Oracle.Exact) && options.Target.Description.Profile is not null) _model = new(options.Profile);
        var (calls, ranges) = (_order.Calls.Length, _order.Ranges.Length);
        (_answers, _expected) = (new AccessAnswer[calls], new AccessAnswer[calls]);
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
        var number = (int)(first / block);
        var behind = Math.Min(end, first + block);
        for (var n = first; n < end && !cancel.IsCancellationRequested;)
        {
            var (device, from) = Math.DivRem(n, _digests.Length);
            var to = (int)Math.Min(_digests.Length, from + end - n);
            RunDevice(device, (int)from, to);
            for (var call = (int)from; call < to;)
            {
                var stop = (int)Math.Min(to, call + behind - n);
                n += stop - call;
                _digest.Add(_digests.AsSpan(call, stop - call));
                call = stop;
                if (n != behind) continue;
                done(number++, _digest.Value);
                behind = Math.Min(end, behind + block);
                _digest = new();
            }
        }
    }

    public void Dispose() => _device.Dispose();

    private void RunDevice(long device, int from, int to)
    {
        _geometry = _scope.DeviceAt(device);
        var first = device * _digests.Length;
        LookUp();
        _sayings.AsSpan().Clear();
        if (TryShare(first, from, to))
        {
            Count(device, from, to);
            return;
        }
        for (var call = from; call < to; call++)
            if (_sayings[call] != Alone) _digests[call] = _examiner.Examine(first + call, _scope.HistoryOf(_geometry, call));
    }

    /// <summary>All calls on one device; false: its state did not stay as it was, or a case is answered otherwise when it is alone.</summary>
    private bool TryShare(long first, int from, int to)
    {
        _device.Become(_geometry);
        if (_model?.Become(_geometry) == false) return false;
        _pages ??= _device.Memory();
        var before = _device.State();
        foreach (var range in _order.Ranges) Carry(range.Start, range.Dead);
        // On a device that lives on, the calls behind the kill_dax are judged by what is on record.
        if (_device.State() != before || !_device.TryKill()) return false;
        _model?.Kill();
        before = _device.State();
        foreach (var range in _order.Ranges) Carry(range.Dead, range.End);
        if (_device.State() != before || _device.Memory() != _pages) return false;
        for (var i = 0; i < _sets.Length; i++)
            if (!TryJudge(i, first, from, to)) return false;
        return true;
    }

    private void Carry(int start, int end)
    {
        var calls = _order.Calls.AsSpan()[start..end];
        _device.Translate(calls, _answers.AsSpan()[start..end]);
        if (_model is null) _answers.AsSpan()[start..end].CopyTo(_expected.AsSpan(start));
        else _model.Translate(calls, _expected.AsSpan()[start..end]);
    }

    /// <summary>Finds what is said of the answers to a range; false: one is answered otherwise when it is alone.</summary>
    private bool TryJudge(int index, long first, int from, int to)
    {
        var range = _order.Ranges[index];
        var answers = _answers.AsSpan()[range.Start..range.End];
        var expected = _expected.AsSpan()[range.Start..range.End];
        var numbers = _order.Numbers.AsSpan()[range.Start..range.End];
        var whole = from == 0 && to == _digests.Length;
        if (_sets[index].Find(answers, expected) is { } set)
        {
            for (var i = 0; i < numbers.Length; i++) _digests[numbers[i]] = set.Digests[i];
            _found[index] = whole ? set : null;
            if (whole) return true;
            for (var i = 0; i < numbers.Length; i++)
                if (numbers[i] >= from && numbers[i] < to) _sayings[numbers[i]] = set.Sayings[i];
            return true;
        }
        _found[index] = null;
        var sayings = new int[numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
            if (numbers[i] >= from && numbers[i] < to && !TryJudge(index, i, first, out sayings[i])) return false;
        if (!whole) return true;
        var digests = new ulong[numbers.Length];
        for (var i = 0; i < numbers.Length; i++) digests[i] = _digests[numbers[i]];
        _known.Keep(_sets[index], answers, expected, digests, sayings);
        return true;
    }

    /// <summary>What is said of one answer, by a set that has it or by a judgement of its own; false: it is answered otherwise when it is alone.</summary>
    private bool TryJudge(int index, int call, long first, out int sayings)
    {
        var at = _order.Ranges[index].Start + call;
        var number = _order.Numbers[at];
        foreach (var set in _sets[index].All)
        {
            if (!set.Is(call, _answers[at], _expected[at])) continue;
            (_digests[number], _sayings[number]) = (set.Digests[call], sayings = set.Sayings[call]);
            return true;
        }
        var history = _scope.HistoryOf(_geometry, number);
        _heard.Clear();
        _digests[number] = _examiner.Examine(first + number, history, _hear);
        _sayings[number] = Alone;
        sayings = Nothing;
        if (AccessAnswer.Of(_examiner.LastAnswers[history.Operations.Length - 1]) != _answers[at]) return false;
        foreach (var note in _heard) sayings = _known.Say(sayings, note);
        return true;
    }

    private void Count(long device, int from, int to)
    {
        var operations = 0;
        var first = device * _digests.Length;
        for (var i = 0; i < _found.Length; i++)
        {
            var range = _order.Ranges[i];
            if (_found[i] is { } set)
            {
                Counts.AddDevice(set.Number, device);
                operations += range.Operations;
                continue;
            }
            for (var at = range.Start; at < range.End; at++)
            {
                var number = _order.Numbers[at];
                if (number < from || number >= to || _sayings[number] == Alone) continue;
                operations += range.OperationsOf(at);
                Counts.AddCase(_sayings[number], first + number);
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
