using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>
/// A provider behind a probe as a device under test. A history that takes the machine down ends in a fault: what came before it is
/// carried out again on a fresh machine, what comes behind it goes on there.
/// </summary>
/// <param name="link">the way to the provider</param>
/// <param name="observes">what can be seen of each operation</param>
/// <param name="isReal">the device is one of the machine's own, and not made by the probe</param>
/// <param name="fatal">the operations that cost machines, of all devices of a run</param>
public sealed class ProbeDevice(IProbeLink link, Func<OpCode, AspectSet> observes, bool isReal, FatalOperations fatal) : IBatchedDevice, IConcurrentDevice, IKernelLog, IMortalDevice
{
    /// <summary>Candidates of one search for a smaller counterexample that may take the machine down. A fresh one takes seconds.</summary>
    public const int MaxSearchLosses = 6;

    private readonly ProbePipe _pipe = new(link);
    private readonly Queue<Slot> _announced = new();
    private readonly Dictionary<History, Slot> _fatal = [];
    private readonly List<LostDevice> _lost = [];
    private readonly HashSet<(OpCode?, Fault)> _guilty = [];
    private TargetException? _gone;
    private (int Began, int Ended)[] _spans = [];
    private int? _searchLosses;
    private ulong _numbers;

    public IReadOnlyList<LogLine> LastLog { get; private set; } = [];

    public ReadOnlySpan<(int Began, int Ended)> LastSpans => _spans;

    public IReadOnlyList<LostDevice> Lost => _lost;

    public void BeginSearch() => _searchLosses = 0;

    public void EndSearch() => _searchLosses = null;

    public void Announce(IReadOnlyList<History> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        // Behind what is announced already: the guest does not wait for the next block.
        if (_announced.Count == 0) TakeBack();
        foreach (var history in histories)
        {
            var slot = new Slot(history, ++_numbers, loud: false);
            slot.Shorten(fatal.CarriedOut(history));
            _announced.Enqueue(slot);
            if (_gone is { } gone) slot.Fail(gone);
            else _pipe.Add(slot);
        }
    }

    public void Run(History history, Span<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(history);
        (LastLog, _spans) = ([], []);
        var slot = Take(history);
        while (!slot.Done) Advance();
        if (slot.Failure is { } failure) throw new TargetException(failure.Message, failure);
        for (var i = 0; i < history.Operations.Length; i++)
        {
            outcomes[i] = i < slot.Outcomes!.Length ? slot.Outcomes[i] : Outcome.NotObservable;
            // A fault is seen whatever else of the operation is not.
            outcomes[i].Restrict(observes(history.Operations[i].Code).With(Aspect.Fault));
        }
        if (isReal) Metadata.Hide(history, outcomes[..history.Operations.Length]);
        LastLog = slot.Log;
        if (history.Threads is null) return;
        _spans = IConcurrentDevice.NoneBegan(history.Operations.Length);
        slot.Spans.CopyTo(_spans, 0);
    }

    /// <summary>The provider outlives its user: it belongs to the target. Of a run that was cancelled nothing is taken back: its machine goes with it.</summary>
    public void Dispose()
    {
        try
        {
            if (_gone is null) TakeBack();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private Slot Take(History history)
    {
        if (!_announced.TryPeek(out var slot) || !ReferenceEquals(slot.History, history))
        {
            TakeBack();
            slot = new Slot(history, ++_numbers);
            _pipe.Add(slot);
        }
        else _announced.Dequeue();
        if (!slot.Done && _fatal.TryGetValue(history, out var known)) slot.Answer(known.Outcomes!, known.Spans, known.Log);
        if (!slot.Done && (Refusal() ?? Overlap(history)) is { } refusal) slot.Fail(refusal);
        return slot;
    }

    private TargetException? Refusal() => _gone ?? (_searchLosses >= MaxSearchLosses
        ? new TargetException($"{_searchLosses} candidates of this search took the machine down: no more are tried") : null);

    /// <summary>What a thread of the probe cannot do.</summary>
    private static TargetException? Overlap(History history)
    {
        if (history.Threads is null) return null;
        foreach (var operation in history.Operations)
            if (!CanOverlap(operation.Code)) return new($"found {operation.Spec.Name} in a thread; wanted calls of the device: the probe carries out no other while another thread is at work");
        return null;
    }

    private static bool CanOverlap(OpCode code) => code is OpCode.dax_direct_access or OpCode.pmem_dax_direct_access or OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range
        or OpCode.dax_recovery_write or OpCode.pmem_recovery_write or OpCode.badblocks_set or OpCode.badblocks_clear or OpCode.badblocks_check
        or OpCode.kill_dax or OpCode.run_dax or OpCode.dax_alive or OpCode.dax_read_lock or OpCode.dax_read_unlock;

    private void TakeBack()
    {
        _announced.Clear();
        try
        {
            if (_gone is null) _pipe.Clear();
        }
        catch (ProbeLostException e)
        {
            // What was under way is nobody's any more; the next history finds a fresh machine.
            Recover(e.Message);
            _pipe.Clear();
        }
    }

    private void Advance()
    {
        try
        {
            _pipe.Pump();
        }
        catch (ProbeLostException e)
        {
            Recover(e.Message);
        }
    }

    /// <summary>Finds the history that was fatal, gives it its outcome, and puts back what else was under way.</summary>
    private void Recover(string reason)
    {
        var flying = _pipe.TakeFlying();
        try
        {
            var death = Lose(reason);
            var slot = death.UnderWay is { } at ? flying.Find(s => s.Number == at.Number) : null;
            if (slot is null) FindAlone(flying);
            else if (!Survives(slot, death.UnderWay!.Value.Operation, death.Fault)) Bury(slot, death.UnderWay!.Value.Operation, death);
            foreach (var left in flying.Concat(_announced))
                if (!left.Done) left.Shorten(fatal.CarriedOut(left.Carried));
            _pipe.PutBack([.. flying.Where(s => !s.Done)]);
        }
        catch (TargetException e)
        {
            _gone = e;
            foreach (var slot in flying.Concat(_announced))
                if (!slot.Done) slot.Fail(e);
        }
    }

    private ProbeDeath Lose(string reason)
    {
        if (_searchLosses is not null) _searchLosses++;
        return link.Lose(reason);
    }

    /// <summary>
    /// A machine may go down for reasons of its own: the first time that an operation seems to be at fault, its history is carried out once
    /// more, and if that comes through, these are its answers.
    /// </summary>
    private bool Survives(Slot slot, int step, Fault fault)
    {
        var suspect = (step >= 0 && step < slot.Carried.Operations.Length ? slot.Carried.Operations[step].Code : (OpCode?)null, fault);
        if (_guilty.Contains(suspect)) return false;
        var again = new Slot(slot.Carried, ++_numbers);
        if (CarryOut(again.History, again) is not null || again.Outcomes is null)
        {
            _guilty.Add(suspect);
            return false;
        }
        slot.Answer(again.Outcomes, again.Spans, again.Log);
        fatal.Acquit();
        return true;
    }

    /// <summary>The journal does not say: one at a time, the fatal one shows. If none does, all have their answers.</summary>
    private void FindAlone(List<Slot> flying)
    {
        foreach (var slot in flying)
        {
            if (CarryOut(slot.History, slot) is not { } death) continue;
            // Operation by operation, each time from the start: only the fatal one costs a machine.
            var step = death.UnderWay?.Operation ?? slot.History.Operations.Length - 1;
            for (var i = 1; death.UnderWay is null && slot.History.Threads is null && i < slot.History.Operations.Length; i++)
                if (CarryOut(Prefix(slot.History, i), null) is { } sooner)
                {
                    (step, death) = (i - 1, sooner);
                    break;
                }
            Bury(slot, step, death);
            return;
        }
    }

    /// <summary>The outcome of a fatal history: what its beginning answers on a fresh machine, then the fault; nothing behind it can be seen.</summary>
    private void Bury(Slot slot, int step, ProbeDeath death)
    {
        var history = slot.History;
        if (step < 0 || step >= history.Operations.Length)
        {
            slot.Fail(new TargetException($"the machine went down while the device was brought into the state that the history begins with: {death.Log.FirstOrDefault()}"));
            return;
        }
        var outcomes = new Outcome[history.Operations.Length];
        var log = new List<LogLine>();
        // Of threads nothing is known but what was under way last: they do not do again what they did.
        if (step > 0 && history.Threads is null)
        {
            var prefix = new Slot(Prefix(history, step), ++_numbers);
            if (CarryOut(prefix.History, prefix) is not null || prefix.Outcomes is null)
            {
                slot.Fail(new TargetException($"the machine went down in operation {step + 1}, and the operations before it do not come through on a fresh one: {prefix.Failure?.Message ?? "it goes down there too"}"));
                return;
            }
            prefix.Outcomes.CopyTo(outcomes, 0);
            log.AddRange(prefix.Log);
        }
        outcomes[step] = new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Fault, (ulong)death.Fault).Set(Aspect.Warned, death.Fault == Fault.Livelock ? 0UL : 1);
        log.AddRange(death.Log.Select(l => new LogLine(step, l)));
        var spans = history.Threads is null ? [] : IConcurrentDevice.NoneBegan(outcomes.Length);
        if (spans.Length > 0) spans[step].Began = 0;
        slot.Answer(outcomes, spans, log);
        _fatal[history] = slot;
        if (_searchLosses is null) fatal.Add(history.Operations[step].Code);
        _lost.Add(new(history, step, death.Fault, [.. death.Log.Select(l => new LogLine(step, l))]));
    }

    /// <summary>Carries one history out by itself.</summary>
    /// <returns>null when the machine lives on</returns>
    private ProbeDeath? CarryOut(History history, Slot? slot)
    {
        slot ??= new Slot(history, ++_numbers);
        var pipe = new ProbePipe(link);
        pipe.Add(slot);
        try
        {
            while (!slot.Done) pipe.Pump();
            return null;
        }
        catch (ProbeLostException e)
        {
            var death = Lose(e.Message);
            return death.UnderWay is { } at && at.Number == slot.Number ? death : death with { UnderWay = null };
        }
    }

    private static History Prefix(History history, int operations) => history with { Operations = history.Operations[..operations] };
}
