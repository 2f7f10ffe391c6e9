using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>Histories in batches to a child with the library, several under way; a fresh child when one has died, which goes on behind what it died of.</summary>
/// <param name="start">starts a child</param>
/// <param name="limits">how long it may be silent</param>
/// <param name="losses">what was given up</param>
/// <param name="skip">a bit for each operation that is never carried out</param>
internal sealed class LibraryCarrier(Func<LibraryChild> start, PluginLimits limits, Losses losses, ulong skip) : ICarrier
{
    /// <summary>Histories in a batch: many enough that waiting for one costs little for each, few enough that judging soon has something to do.</summary>
    private const int Batch = 64;

    private const int Window = 3;

    private readonly Queue<Slot> _announced = new();
    private readonly LinkedList<Slot> _waiting = new();
    private readonly Queue<Slot[]> _flying = new();
    private readonly MemoryStream _request = new();
    private LibraryChild? _child;
    private ulong _numbers;
    private bool _wasLate;

    public (int Began, int Ended)[] LastSpans { get; private set; } = [];

    public void Announce(IReadOnlyList<History> histories)
    {
        if (_announced.Count == 0) TakeBack();
        foreach (var history in histories)
        {
            var slot = new Slot(history, ++_numbers, inRun: true);
            _announced.Enqueue(slot);
            _waiting.AddLast(slot);
        }
    }

    public Trouble? Carry(History history, Span<Outcome> outcomes, bool inRun)
    {
        if (_announced.TryPeek(out var slot) && ReferenceEquals(slot.History, history)) _announced.Dequeue();
        else
        {
            TakeBack();
            slot = new Slot(history, ++_numbers, inRun);
            _waiting.AddLast(slot);
        }
        while (slot.Outcomes is null)
        {
            _child ??= start();
            while (_flying.Count < Window && _waiting.Count > 0) Send();
            Receive();
        }
        slot.Outcomes.CopyTo(outcomes);
        LastSpans = slot.Spans;
        return slot.Trouble;
    }

    public void Dispose() => _child?.Dispose();

    /// <summary>What is under way for nobody is let come in and forgotten.</summary>
    private void TakeBack()
    {
        _announced.Clear();
        _waiting.Clear();
        while (_flying.Count > 0)
        {
            Receive();
            _waiting.Clear();
        }
    }

    private void Send()
    {
        _request.SetLength(0);
        using var to = new BinaryWriter(_request, System.Text.Encoding.UTF8, leaveOpen: true);
        var batch = new Slot[Math.Min(Batch, _waiting.Count)];
        to.Write(skip | (_waiting.First!.Value.InRun ? losses.Banned : 0));
        to.Write(batch.Length);
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = _waiting.First!.Value;
            _waiting.RemoveFirst();
            to.Write(batch[i].Number);
            HistoryWire.Write(to, batch[i].History);
        }
        to.Flush();
        _flying.Enqueue(batch);
        _child!.Send(_request);
    }

    private void Receive()
    {
        if (_child!.Receive(_wasLate ? limits.LaterDeadline : limits.Deadline, out var hung) is not { } answer || !TryRead(answer, _flying.Peek())) Bury(hung);
        else _flying.Dequeue();
    }

    private static bool TryRead(byte[] answer, Slot[] batch)
    {
        try
        {
            using var from = new BinaryReader(new MemoryStream(answer));
            foreach (var slot in batch) (slot.Outcomes, slot.Spans, slot.Trouble) = HistoryWire.ReadAnswer(from, slot.History);
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The driver has written over what is not its own.
            foreach (var slot in batch) slot.Outcomes = null;
            return false;
        }
    }

    /// <summary>The child is dead: the history under way has its trouble, the others go to the next child.</summary>
    private void Bury(bool hung)
    {
        var flying = _flying.SelectMany(b => b).ToList();
        _flying.Clear();
        var fatal = flying.Find(s => s.Number == _child!.Number) ?? flying[0];
        var outcomes = new Outcome[fatal.History.Operations.Length];
        var (number, step) = _child!.LastWords(outcomes);
        if (number != fatal.Number) step = -1;
        var (end, log) = _child.Obituary();
        fatal.Outcomes = outcomes;
        // When they began is lost with the process.
        if (fatal.History.Threads is not null) fatal.Spans = IConcurrentDevice.NoneBegan(outcomes.Length);
        fatal.Trouble = TroubleOf(fatal.History, step, hung, end, log);
        _wasLate |= hung;
        losses.Add(fatal.History.Operations[fatal.Trouble.Step].Code, hung, fatal.InRun);
        _child.Dispose();
        _child = null;
        flying.Remove(fatal);
        for (var i = flying.Count - 1; i >= 0; i--) _waiting.AddFirst(flying[i]);
    }

    private Trouble TroubleOf(History history, int step, bool hung, string end, ImmutableArray<string> log)
    {
        var where = step < 0 ? "open" : history.Operations[step].Code.ToString();
        var exception = hung
            ? TroubleException.Late(_wasLate ? limits.LaterDeadline : limits.Deadline, $"the driver was in {where}, and was ended there")
            : new TroubleException(Conduct.ComesBack, end, "an answer", $"the driver was in {where}");
        return exception.At(Math.Max(step, 0), log);
    }

    private sealed class Slot(History history, ulong number, bool inRun)
    {
        public History History => history;

        public ulong Number => number;

        public bool InRun => inRun;

        public Outcome[]? Outcomes { get; set; }

        /// <summary>When each operation began and ended, where there are threads.</summary>
        public (int Began, int Ended)[] Spans { get; set; } = [];

        public Trouble? Trouble { get; set; }
    }
}
