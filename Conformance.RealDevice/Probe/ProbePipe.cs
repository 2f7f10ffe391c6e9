using System.Buffers;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Probe;

/// <summary>Histories in batches, several of them under way, so that the probe works on one while the answers to another are judged.</summary>
internal sealed class ProbePipe(IProbeLink link)
{
    /// <summary>A batch ends with the history that passes this, in bytes; the wire's limit is 1 MiB.</summary>
    private const int BatchBytes = 256 << 10;

    /// <summary>Histories in a batch at the most: little enough that judging soon has something to do.</summary>
    private const int BatchHistories = 64;

    private const int Window = 3;

    private readonly LinkedList<Slot> _waiting = new();
    private readonly Queue<Slot[]> _flying = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(BatchBytes);

    /// <summary>Nothing waits and nothing is under way.</summary>
    public bool IsEmpty => _waiting.Count == 0 && _flying.Count == 0;

    public void Add(Slot slot) => _waiting.AddLast(slot);

    /// <summary>These come next, in their order.</summary>
    public void PutBack(IReadOnlyList<Slot> slots)
    {
        for (var i = slots.Count - 1; i >= 0; i--) _waiting.AddFirst(slots[i]);
    }

    /// <summary>Forgets what waits, and takes back what is under way: its answers are nobody's.</summary>
    public void Clear()
    {
        _waiting.Clear();
        while (_flying.Count > 0) Receive(link.Channel);
    }

    /// <summary>The channel is gone: what was under way is so no more.</summary>
    /// <returns>the histories without an answer, in the order of sending</returns>
    public List<Slot> TakeFlying()
    {
        var slots = _flying.SelectMany(b => b).Where(s => !s.Done).ToList();
        _flying.Clear();
        return slots;
    }

    /// <summary>Sends as much as may be under way, then takes the answers to the oldest batch.</summary>
    /// <exception cref="ProbeLostException">no answer</exception>
    public void Pump()
    {
        var channel = link.Channel;
        while (_flying.Count < Window && _waiting.Count > 0) Send(channel);
        if (_flying.Count > 0) Receive(channel);
    }

    private void Send(IProbeChannel channel)
    {
        var batch = new List<Slot>(BatchHistories);
        _buffer.ResetWrittenCount();
        while (_waiting.First is { } first && batch.Count < BatchHistories && _buffer.WrittenCount < BatchBytes)
        {
            _waiting.RemoveFirst();
            if (first.Value.Done) continue;
            RequestWriter.Write(_buffer, first.Value.Carried, first.Value.Number, first.Value.Loud);
            batch.Add(first.Value);
        }
        if (batch.Count == 0) return;
        _flying.Enqueue([.. batch]);
        channel.Send(_buffer.WrittenMemory);
    }

    private void Receive(IProbeChannel channel)
    {
        ProbeAnswers answers;
        try
        {
            answers = channel.Receive();
        }
        catch (TargetException e)
        {
            Fail(_flying.Dequeue(), e);
            return;
        }
        var batch = _flying.Dequeue();
        link.Count(answers.Run.calls, answers.Run.nanoseconds);
        try
        {
            Read(batch, answers);
        }
        catch (TargetException e)
        {
            Fail(batch, e);
        }
    }

    private void Read(Slot[] batch, ProbeAnswers answers)
    {
        var count = answers.Run.histories;
        if (count == 0 || count > (ulong)batch.Length) throw Malformed.Of($"{count} histories carried out", $"1 to {batch.Length}");
        var reader = new AnswerReader(answers.Bytes.Span);
        for (var i = 0; i < (int)count; i++)
        {
            var carried = batch[i].Carried;
            var (outcomes, log) = (new Outcome[carried.Operations.Length], new List<LogLine>());
            var spans = carried.Threads is null ? [] : new (int Began, int Ended)[outcomes.Length];
            reader.Next(batch[i].Number, outcomes, spans, log);
            batch[i].Answer(outcomes, spans, log);
        }
        if (!reader.AtEnd) throw Malformed.Of("bytes behind the last answer", "none");
        // The room for answers ran out: the rest is asked again.
        PutBack(batch[(int)count..]);
    }

    private static void Fail(Slot[] batch, TargetException failure)
    {
        foreach (var slot in batch)
            if (!slot.Done) slot.Fail(failure);
    }
}
