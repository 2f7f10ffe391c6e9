using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Conformance.Concurrency;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;

namespace Conformance.Running;

/// <summary>Carries out and judges one history after the other on one device; the property "history → device → judge" of one worker.</summary>
public sealed class Examiner : IDisposable, IJudgementSink
{
    /// <summary>Clause ids of the exact oracle: this prefix and the operation's name.</summary>
    public const string ExactPrefix = "EX-";

    /// <summary>How often a history is asked to show a break, of a device whose threads race.</summary>
    public const int MaxAttempts = 100;

    private const int AttemptsAtOnce = 20;

    private readonly CheckOptions _options;
    private readonly IDeviceUnderTest _device;
    private readonly ReferenceDevice? _model;
    private readonly ContractJudge? _judge;
    private readonly Waiver[] _waivers;
    private readonly Waiver[] _own;
    private readonly Dictionary<string, Tally> _tallies = [];
    private readonly (string Clause, Tally Tally)[] _exact;
    private readonly Dictionary<Clause, Tally> _contract = [];
    private readonly (Conduct Conduct, Tally Tally)[] _conduct;
    private readonly Dictionary<string, SeenBreak> _seen = [];
    private readonly Linearization? _linearization;
    private readonly DriverOps _members;
    private Outcome[] _outcomes = new Outcome[32];
    private Outcome[] _expected = new Outcome[32];
    private History _history = History.Of(new());
    private int _answered;
    private long _case;
    private Action<Observed>? _onBroken;
    private Action<Note>? _overheard;

    public Examiner(CheckOptions options, ModelSet models)
    {
        _options = options;
        _device = options.Target.Open();
        _members = options.Target.Description.Members;
        _own = [.. options.Waivers.Where(w => w.AppliesTo(options.Target.Description, options.Profile.Name))];
        _waivers = [.. models.Waivers.Where(w => w.AppliesTo(options.Target.Description, options.Profile.Name)), .. _own];
        if (options.Oracle.HasFlag(Oracle.Exact) && options.Target.Description.Profile is not null) _model = new ReferenceDevice(options.Profile);
        if (options.Oracle.HasFlag(Oracle.Contract)) _judge = new ContractJudge(options.Profile);
        _exact = [.. OperationSpec.All.Select(s => (ExactPrefix + s.Name, TallyOf(ExactPrefix + s.Name)))];
        foreach (var clause in Clauses.All) _contract[clause] = TallyOf(clause.Id);
        foreach (var clause in ClauseCatalog.Overlapping) TallyOf(clause.Id);
        if (options.Target.Description.Concurrent) _linearization = new(options.Profile, exact: _model is not null, (clause, classes, got) => Array.Exists(_waivers, w => w.Excuses(options.Profile.Name, clause, classes, got)));
        _conduct = [.. options.Target.Description.Conducts.Select(c => (c, TallyOf(ClauseCatalog.IdOf(c))))];
    }

    /// <summary>By clause id.</summary>
    public IReadOnlyDictionary<string, Tally> Tallies => _tallies;

    /// <summary>Operations carried out.</summary>
    public long Operations { get; private set; }

    /// <summary>Runs and judges one history; its breaks and free answers go into the tallies under the case's number.</summary>
    /// <returns>A digest of everything that the device answered.</returns>
    public ulong Examine(long caseNumber, History history, Action<Observed>? onBroken = null)
    {
        if (history.Threads is not null && !_options.Target.Description.Concurrent)
            throw new TargetException($"found a history of {history.Threads.Threads} threads for {_options.Target.Description.Name}; wanted a device whose calls can overlap; do: see mmap:, mutant:, lab:KERNEL/DRIVER, and docs/abi.md and docs/protocol.md");
        history = history.On(_members);
        (_case, _history, _onBroken, _answered) = (caseNumber, history, onBroken, 0);
        var outcomes = Carry(_device, history, ref _outcomes);
        _answered = outcomes.Length;
        Operations += outcomes.Length;
        var trouble = (_device as IPluginDevice)?.LastTrouble;
        if (_conduct.Length > 0) JudgeConduct(trouble);
        if (history.Threads is not null)
        {
            // Of a driver that was ended under its calls nothing is known but that.
            if (trouble is null) JudgeTogether(history, outcomes, ((IConcurrentDevice)_device).LastSpans);
            return DigestOf(outcomes);
        }
        if (_model is not null) Compare(history, outcomes);
        _judge?.Judge(history, outcomes, this);
        return DigestOf(outcomes);
    }

    /// <summary>The same, until it shows what is looked for; more than once only where the device's threads race.</summary>
    /// <returns>attempts</returns>
    public int ExamineUntil(History history, Action<Observed> onBroken, Func<bool> enough)
    {
        ArgumentNullException.ThrowIfNull(enough);
        var most = history.Threads is not null && _options.Target.Description.Races ? MaxAttempts : 1;
        history = history.On(_members);
        for (var attempt = 1; ; attempt++)
        {
            if (most > 1 && attempt % AttemptsAtOnce == 1) Announce([.. Enumerable.Repeat(history, AttemptsAtOnce)]);
            Examine(0, history, onBroken);
            if (attempt == most || enough()) return attempt;
        }
    }

    /// <summary>The same, and tells what was said of each clause.</summary>
    internal ulong Examine(long caseNumber, History history, Action<Note> overheard)
    {
        _overheard = overheard;
        try
        {
            return Examine(caseNumber, history);
        }
        finally
        {
            _overheard = null;
        }
    }

    /// <summary>The device takes translations without histories, and no waiver looks at more of a case than its input classes, its page size and its symptom.</summary>
    internal bool CanShare => _device is ITranslatingDevice && Array.TrueForAll(_waivers, w => w.Cases.Count == 0);

    /// <summary>It is carried out one history after the other: what comes next may depend on the last.</summary>
    internal bool IsOneByOne => _device is not IBatchedDevice;

    /// <summary>The operations of cases that were carried out elsewhere and judged like earlier ones.</summary>
    internal void AddOperations(long operations) => Operations += operations;

    /// <summary>The device's answers to a history, unjudged.</summary>
    public Outcome[] Answers(History history) => Carry(_device, history.On(_members), ref _outcomes).ToArray();

    /// <summary>The answers to the history that was examined last, until the next one.</summary>
    public ReadOnlySpan<Outcome> LastAnswers => _outcomes.AsSpan(0, _answered);

    /// <summary>The first break of a clause that was seen, of a device whose threads race; null of any other: there it comes again.</summary>
    internal SeenBreak? FirstBreak(string clause) => _seen.GetValueOrDefault(clause);

    /// <summary>When each call of the history that was carried out last began and ended; empty where they came one after the other.</summary>
    public IReadOnlyList<(int Began, int Ended)> SpansOf(History history) => history.Threads is null ? [] : ((IConcurrentDevice)_device).LastSpans.ToArray();

    /// <summary>What the kernel logged during the last history; empty where the device does not hear it.</summary>
    public IReadOnlyList<LogLine> LastLog => (_device as IKernelLog)?.LastLog ?? [];

    /// <summary>The histories that took the device's machine down.</summary>
    public IReadOnlyList<LostDevice> Lost => (_device as IMortalDevice)?.Lost ?? [];

    /// <summary>The next histories that will be examined, in order: a device that is slow one by one may begin.</summary>
    public void Announce(IReadOnlyList<History> histories) => (_device as IBatchedDevice)?.Announce(histories);

    /// <summary>Does what asks for many variants of one history, within what a mortal device grants a search.</summary>
    public T Search<T>(Func<T> search)
    {
        var mortal = _device as IMortalDevice;
        mortal?.BeginSearch();
        try
        {
            return search();
        }
        finally
        {
            mortal?.EndSearch();
        }
    }

    private static Span<Outcome> Carry(IDeviceUnderTest device, History history, ref Outcome[] buffer)
    {
        if (buffer.Length < history.Operations.Length) buffer = new Outcome[history.Operations.Length];
        var outcomes = buffer.AsSpan(0, history.Operations.Length);
        outcomes.Clear();
        device.Run(history, outcomes);
        return outcomes;
    }

    /// <summary>Calls that overlapped. One history counts once for each clause.</summary>
    private void JudgeTogether(History history, ReadOnlySpan<Outcome> outcomes, ReadOnlySpan<(int Began, int Ended)> spans)
    {
        if (!Meetings.AreObservable(outcomes, spans))
        {
            foreach (var clause in ClauseCatalog.Overlapping.Where(c => _options.Selects(c.Id))) Say(new(_tallies[clause.Id], NoteKind.NotObservable));
            return;
        }
        // Threads that raced and did not meet have shown nothing.
        var shown = !_options.Target.Description.Races || Meetings.AreIn(history, spans);
        // A machine that is down owes nothing more.
        var down = outcomes.ToArray().Any(o => o[Aspect.Fault] != 0);
        var stuck = 0;
        while (stuck < spans.Length && (spans[stuck].Began == IConcurrentDevice.Never || spans[stuck].Ended != IConcurrentDevice.Never)) stuck++;
        if (!down) Tell(ClauseCatalog.ComesBackTogether, stuck == spans.Length ? null : new(ClauseCatalog.ComesBackTogether, stuck, "it does not come back", "an answer", "every other thread is through, or waits too", default, null));
        if (!down && history.Operations.Any(o => o.Code == OpCode.kill_dax))
            Tell(ClauseCatalog.KillWaits, ReadSections.Overtaken(history, outcomes, spans) is not { } at ? null : new(ClauseCatalog.KillWaits, at.Kill, "it came back",
                "it waits", $"the read section of {Place(history, at.Lock)} is open, and it was opened before the device was dead", default, null));
        var refusal = _linearization!.Find(history, outcomes, spans);
        if (refusal is null && down) Say(new(_tallies[ClauseCatalog.Linearizable], NoteKind.NotObservable));
        else Tell(ClauseCatalog.Linearizable, refusal is null ? null : new(ClauseCatalog.Linearizable, refusal.Order[^1], outcomes[refusal.Order[^1]].ToString(), refusal.Allowed,
            $"{refusal.Because}; no order of the calls fits ({refusal.Orders} tried), and {string.Join(", ", refusal.Order.Select(i => Place(history, i)))} comes nearest",
            _linearization.ClassesOf(history, outcomes, spans, refusal.Order), null));

        void Tell(string clause, Observed? broken)
        {
            if (!_options.Selects(clause)) return;
            var tally = _tallies[clause];
            if (broken is null) Say(new(tally, shown ? NoteKind.Held : NoteKind.NotObservable));
            else AddBroken(broken, tally);
        }
    }

    /// <summary>"2.1 kill_dax": thread, which of its calls, and its name.</summary>
    private static string Place(History history, int step) => $"{history.Threads!.PlaceOf(step)} {history.Operations[step].Spec.Name}";

    /// <summary>Whatever it answers, a driver owes that it answers. One history counts once.</summary>
    private void JudgeConduct(Trouble? trouble)
    {
        foreach (var (conduct, tally) in _conduct)
        {
            var id = ClauseCatalog.IdOf(conduct);
            if (!_options.Selects(id)) continue;
            if (trouble?.Conduct != conduct)
            {
                Say(new(tally, NoteKind.Held));
                continue;
            }
            AddBroken(new(id, trouble.Step, trouble.Got, trouble.Allowed, trouble.Because, default, null), tally);
        }
    }

    /// <summary>
    /// Exact oracle: every answer equals the model's on everything that was seen. The model is asked for the steps that the target
    /// carried out: what it could not do did not happen. The first difference ends the comparison: what follows builds on it.
    /// </summary>
    private void Compare(History history, ReadOnlySpan<Outcome> outcomes)
    {
        var expected = Expected(_model!, history, outcomes, ref _expected);
        for (var (i, k) = (0, 0); i < outcomes.Length; i++)
        {
            var (clause, tally) = _exact[(int)history.Operations[i].Code];
            if (outcomes[i].Kind == OutcomeKind.NotObservable)
            {
                Say(new(tally, NoteKind.NotObservable));
                continue;
            }
            var model = expected[k++];
            if (!_options.Selects(clause)) continue;
            if (outcomes[i].Kind == OutcomeKind.NotSupported && model.Kind == OutcomeKind.NotSupported)
            {
                Say(new(tally, NoteKind.NotSupported));
                continue;
            }
            if (outcomes[i].Kind != model.Kind || !outcomes[i].Agrees(model))
            {
                AddBroken(new(clause, i, outcomes[i].ToString(), RestrictTo(model, outcomes[i].Seen).ToString(),
                    $"the model of nd_pmem {_options.Profile.Name} answers that{Difference(outcomes[i], model)}", default, null), tally);
                return;
            }
            Say(new(tally, (outcomes[i].Seen & model.Seen).IsEmpty ? NoteKind.NotObservable : NoteKind.Held));
        }
    }

    /// <summary>The model's answers to the steps that a target carried out, one for each of them.</summary>
    public static Span<Outcome> Expected(ReferenceDevice model, History history, ReadOnlySpan<Outcome> outcomes, ref Outcome[] buffer)
    {
        var skipped = false;
        foreach (ref readonly var outcome in outcomes) skipped |= outcome.Kind == OutcomeKind.NotObservable;
        if (!skipped) return Carry(model, history, ref buffer);
        var carried = ImmutableArray.CreateBuilder<Operation>(outcomes.Length);
        for (var i = 0; i < outcomes.Length; i++)
            if (outcomes[i].Kind != OutcomeKind.NotObservable) carried.Add(history.Operations[i]);
        return Carry(model, history with { Operations = carried.ToImmutable() }, ref buffer);
    }

    private static Outcome RestrictTo(Outcome expected, AspectSet seen) => expected.Kind == OutcomeKind.Answered && !seen.IsEmpty ? expected.Restrict(seen) : expected;

    private static string Difference(in Outcome got, in Outcome expected) =>
        got.Kind == expected.Kind && got.FirstDifference(expected) is { } aspect ? $"; {DataName.Of(aspect)} differs: {got.Text(aspect)}, not {expected.Text(aspect)}" : "";

    /// <inheritdoc/>
    public void Add(int step, Clause clause, in Judgement judgement, InputClasses classes)
    {
        if (!_options.Selects(clause.Id)) return;
        var tally = CollectionsMarshal.GetValueRefOrNullRef(_contract, clause);
        switch (judgement.Verdict)
        {
            case Verdict.NotObservable:
                Say(new(tally, NoteKind.NotObservable));
                break;
            case Verdict.Held:
                Say(new(tally, NoteKind.Held, Classes: classes));
                break;
            case Verdict.Unconstrained:
                Say(new(tally, NoteKind.Value, judgement.Value, classes));
                break;
            case Verdict.Broken:
                AddBroken(new(clause.Id, step, judgement.Got, judgement.Allowed, judgement.Because, classes, null), tally);
                break;
            default:
                throw new UnreachableException($"{clause.Id} reported {judgement.Verdict}");
        }
    }

    /// <summary>The first waiver that fits excuses a break. One of the author's that fits but for the symptom has drifted: it has to be looked at.</summary>
    private void AddBroken(Observed broken, Tally tally)
    {
        var (clause, classes, profile) = (broken.Clause, broken.Classes, _options.Profile.Name);
        Waiver? waiver = null, drifted = null;
        for (var i = 0; waiver is null && i < _waivers.Length; i++)
            if (_waivers[i].Excuses(profile, clause, classes, broken.Got, _history)) waiver = _waivers[i];
        for (var i = 0; waiver is null && drifted is null && i < _own.Length; i++)
            if (_own[i].Concerns(profile, clause, classes, _history)) drifted = _own[i];
        if (waiver is not null)
        {
            Say(new(tally, NoteKind.Waived, waiver.Id, classes));
            broken = broken with { Waiver = waiver.Id };
        }
        else if (drifted is not null)
        {
            Say(new(tally, NoteKind.Drifted, drifted.Id, classes));
            broken = broken with { Waiver = drifted.Id, Drifted = true };
        }
        else Say(new(tally, NoteKind.Broken, Classes: classes));
        if (broken.Waiver is null && _history.Threads is not null && _options.Target.Description.Races)
            _seen.TryAdd(clause, new(_history, broken, [.. LastAnswers], SpansOf(_history), [.. LastLog]));
        _onBroken?.Invoke(broken);
    }

    private void Say(in Note note)
    {
        note.Tally.Add(note, new(1, _case));
        _overheard?.Invoke(note);
    }

    private Tally TallyOf(string clause)
    {
        var tally = new Tally();
        _tallies.Add(clause, tally);
        return tally;
    }

    private static ulong DigestOf(ReadOnlySpan<Outcome> outcomes)
    {
        var digest = new Digest();
        foreach (ref readonly var outcome in outcomes)
        {
            // A log line is no answer: the kernel limits its rate by the clock.
            var seen = outcome.Seen.Without(Aspect.Warned).Bits;
            digest.Add((ulong)outcome.Kind << 32 | seen);
            digest.Add(outcome.Untouched.Bits);
            for (var bits = seen; bits != 0; bits &= bits - 1)
                digest.Add(outcome[(Aspect)System.Numerics.BitOperations.TrailingZeroCount(bits)]);
        }
        return digest.Value;
    }

    public void Dispose() => _device.Dispose();
}
