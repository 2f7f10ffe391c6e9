using Conformance.Concurrency;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>Greedy, deterministic shrinking: the first simpler neighbour with the same finding becomes the new start, until none has it.</summary>
public static class Shrinker
{
    /// <summary>Histories that are run at the most for one finding; keeps a slow device from shrinking for minutes.</summary>
    public const int MaxRuns = 4000;

    /// <summary>Shrinks while <paramref name="sameFinding"/> holds.</summary>
    /// <param name="start">a history that has the finding</param>
    /// <param name="sameFinding">whether another one has it</param>
    /// <param name="everyOrder">
    /// where calls overlap in an order that the harness chooses: what none of the neighbours shows is looked for in every order of a few turns
    /// </param>
    /// <returns>The smallest history found, and how many steps led there.</returns>
    public static (History Smallest, int Steps) Shrink(History start, Func<History, bool> sameFinding, bool everyOrder = false)
    {
        var (current, steps, runs) = (start, 0, 0);
        while (Neighbours(current).FirstOrDefault(h => ++runs <= MaxRuns && sameFinding(h)) is { } simpler && runs <= MaxRuns)
        {
            current = simpler;
            steps++;
        }
        return (current, steps);

        IEnumerable<History> Neighbours(History history) =>
            everyOrder && history.Threads is not null ? Simplifications.Of(history).Concat(ConcurrentSimplifications.InEveryOrder(history)) : Simplifications.Of(history);
    }
}
