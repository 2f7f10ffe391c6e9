using Conformance.Reference.Histories;

namespace Conformance.Concurrency;

/// <summary>Whether the calls of several threads met.</summary>
internal static class Meetings
{
    /// <summary>Two calls of different threads overlapped.</summary>
    public static bool AreIn(History history, ReadOnlySpan<(int Began, int Ended)> spans)
    {
        for (var t = 0; t < history.Threads!.Threads; t++)
        {
            var (start, end) = history.Threads.StepsOf(t);
            foreach (var one in spans[start..end])
                foreach (var other in spans[end..])
                    if (one.Began < other.Ended && other.Began < one.Ended) return true;
        }
        return false;
    }

    /// <summary>Every call that came back was one that the device can be asked for.</summary>
    public static bool AreObservable(ReadOnlySpan<Outcome> outcomes, ReadOnlySpan<(int Began, int Ended)> spans)
    {
        var begun = false;
        for (var i = 0; i < outcomes.Length; i++)
        {
            begun |= spans[i].Began != IConcurrentDevice.Never;
            if (spans[i].Ended != IConcurrentDevice.Never && outcomes[i].Kind == OutcomeKind.NotObservable) return false;
        }
        return begun;
    }
}
