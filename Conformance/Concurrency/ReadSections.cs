using Conformance.Reference.Histories;

namespace Conformance.Concurrency;

/// <summary>The read sections of a concurrent history, and what kill_dax owes them (drivers/dax/super.c, kill_dax: synchronize_srcu).</summary>
internal static class ReadSections
{
    private readonly record struct Section(int Lock, int? Unlock, int End);

    /// <summary>
    /// What a caller owes: sections are closed by the thread that opened them, nobody kills a device out of a section, and where another
    /// thread kills it, the driver is called inside sections only.
    /// </summary>
    public static bool AreKept(History history)
    {
        var threads = history.Threads!;
        var killers = Enumerable.Range(0, threads.Threads).Where(t => Of(history, t).Any(o => o.Code == OpCode.kill_dax)).ToArray();
        for (var t = 0; t < threads.Threads; t++)
        {
            var depth = 0;
            foreach (var operation in Of(history, t))
            {
                depth += operation.Code switch { OpCode.dax_read_lock => 1, OpCode.dax_read_unlock => -1, _ => 0 };
                if (depth < 0 || depth > 0 && operation.Code == OpCode.kill_dax) return false;
                if (depth == 0 && CallsTheDriver(operation.Code) && killers.Any(k => k != t)) return false;
            }
            if (depth != 0) return false;
        }
        return true;
    }

    /// <summary>
    /// A kill_dax that came back although a section was open that it had to wait for: one that was opened before it, or one in which the
    /// device answered as one that lives.
    /// </summary>
    /// <returns>kill and the lock of the section; null: there is none</returns>
    public static (int Kill, int Lock)? Overtaken(History history, ReadOnlySpan<Outcome> outcomes, ReadOnlySpan<(int Began, int Ended)> spans)
    {
        if (history.Operations.Any(o => o.Code == OpCode.run_dax)) return null;
        for (var kill = 0; kill < spans.Length; kill++)
        {
            if (history.Operations[kill].Code != OpCode.kill_dax || spans[kill].Ended == IConcurrentDevice.Never) continue;
            foreach (var section in All(history))
            {
                if (spans[section.Lock].Ended > spans[kill].Ended) continue;
                var left = section.Unlock is { } unlock ? spans[unlock].Began : IConcurrentDevice.Never;
                if (left <= spans[kill].Ended) continue;
                var wasFirst = spans[section.Lock].Ended < spans[kill].Began;
                for (var i = section.Lock + 1; i < section.End && !wasFirst; i++) wasFirst = AnswersAsAlive(history.Operations[i].Code, outcomes[i]);
                if (wasFirst) return (kill, section.Lock);
            }
        }
        return null;
    }

    private static bool CallsTheDriver(OpCode code) => code is OpCode.dax_direct_access or OpCode.dax_zero_page_range or OpCode.dax_recovery_write;

    private static bool AnswersAsAlive(OpCode code, in Outcome outcome) => outcome.Has(Aspect.Result)
        && (code is OpCode.dax_direct_access or OpCode.dax_alive ? outcome.Result > 0 : code == OpCode.dax_zero_page_range && outcome.Result == 0);

    private static IEnumerable<Operation> Of(History history, int thread)
    {
        var (start, end) = history.Threads!.StepsOf(thread);
        return history.Operations.Take(start..end);
    }

    private static IEnumerable<Section> All(History history)
    {
        for (var t = 0; t < history.Threads!.Threads; t++)
        {
            var (start, end) = history.Threads.StepsOf(t);
            for (var i = start; i < end; i++)
            {
                if (history.Operations[i].Code != OpCode.dax_read_lock) continue;
                var (depth, at) = (1, i + 1);
                for (; at < end; at++)
                {
                    depth += history.Operations[at].Code switch { OpCode.dax_read_lock => 1, OpCode.dax_read_unlock => -1, _ => 0 };
                    if (depth == 0) break;
                }
                yield return new(i, at < end ? at : null, at);
            }
        }
    }
}
