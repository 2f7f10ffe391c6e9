using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Concurrency;

/// <summary>The simpler neighbours of a concurrent history: fewer threads, fewer calls, fewer turns. Device and arguments become simpler as those of any history do.</summary>
internal static class ConcurrentSimplifications
{
    /// <summary>Turns of the orders that are tried of two threads, and of more.</summary>
    private const int TurnsOfTwo = 6, TurnsOfMore = 4;

    /// <summary>Candidates in which callers keep what they owe.</summary>
    public static IEnumerable<History> Of(History history) => FewerThreads(history).Concat(FewerCalls(history)).Concat(SimplerTurns(history)).Where(ReadSections.AreKept);

    /// <summary>
    /// Fewer threads, fewer calls, or the same with fewer turns, in every order that a few turns can choose: when a call goes, the turns of
    /// the others mean something else.
    /// </summary>
    public static IEnumerable<History> InEveryOrder(History history) =>
        FewerThreads(history).Concat(FewerCalls(history)).Where(ReadSections.AreKept).SelectMany(h => Orders(h, h.Threads!.Threads == 2 ? TurnsOfTwo : TurnsOfMore))
            .Concat(Enumerable.Range(0, Math.Min(history.Threads!.Turns.Length, TurnsOfTwo)).SelectMany(turns => Orders(history, turns)));

    private static IEnumerable<History> Orders(History history, int turns)
    {
        var threads = history.Threads!.Threads;
        for (var n = 0; n < (int)Math.Pow(threads, turns); n++)
        {
            var order = new byte[turns];
            for (var (i, rest) = (0, n); i < turns; i++, rest /= threads) order[turns - 1 - i] = (byte)(rest % threads);
            yield return With(history, history.Operations, history.Threads.Lengths, [.. order]);
        }
    }

    private static IEnumerable<History> FewerThreads(History history)
    {
        for (var t = 0; t < history.Threads!.Threads && history.Threads.Threads > 2; t++)
        {
            var (start, end) = history.Threads.StepsOf(t);
            var (operations, lengths, turns) = (history.Operations.RemoveRange(start, end - start), history.Threads.Lengths.RemoveAt(t), history.Threads.Turns);
            yield return With(history, operations, lengths, turns);
            // The turns of the others stay theirs.
            yield return With(history, operations, lengths, [.. turns.Where(n => n != t).Select(n => (byte)(n > t ? n - 1 : n))]);
        }
    }

    /// <summary>One call, or two of a thread that have to go together, such as the ends of a read section.</summary>
    private static IEnumerable<History> FewerCalls(History history)
    {
        for (var t = 0; t < history.Threads!.Threads; t++)
        {
            var (start, end) = history.Threads.StepsOf(t);
            for (var i = start; i < end; i++)
            {
                yield return Without(history, t, i);
                for (var j = i + 1; j < end; j++) yield return Without(Without(history, t, j), t, i);
            }
        }
    }

    private static History Without(History history, int thread, int step) =>
        With(history, history.Operations.RemoveAt(step), history.Threads!.Lengths.SetItem(thread, history.Threads.Lengths[thread] - 1), history.Threads.Turns);

    private static IEnumerable<History> SimplerTurns(History history)
    {
        var turns = history.Threads!.Turns;
        for (var left = 0; left < turns.Length; left = left == 0 && turns.Length > 1 ? turns.Length / 2 : left + Math.Max(1, (turns.Length - left) / 2))
            yield return With(history, history.Operations, history.Threads.Lengths, turns[..left]);
        for (var i = 0; i < turns.Length; i++) yield return With(history, history.Operations, history.Threads.Lengths, turns.RemoveAt(i));
        for (var i = 0; i < turns.Length; i++)
            for (var turn = 0; turn < turns[i]; turn++)
                yield return With(history, history.Operations, history.Threads.Lengths, turns.SetItem(i, (byte)turn));
    }

    private static History With(History history, ImmutableArray<Operation> operations, ImmutableArray<int> lengths, ImmutableArray<byte> turns) =>
        new(history.Geometry, operations) { Threads = new(lengths, turns) };
}
