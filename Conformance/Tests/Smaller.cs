using Conformance.Concurrency;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

/// <summary>
/// The histories below a small one, enumerated without the shrinker: fewer operations on as many pages or fewer, and each argument and
/// each record smaller by itself. Where calls overlap, each of them in every interleaving of a few turns.
/// </summary>
internal static class Smaller
{
    /// <summary>Values below an argument that are tried, from 0 on.</summary>
    private const ulong Values = 17;

    /// <summary>Turns of the interleavings that are tried.</summary>
    private const int Turns = 6;

    public static IEnumerable<History> Than(History history)
    {
        IEnumerable<History> smaller = [.. FewerOperations(history).SelectMany(h => FewerPages(h).Prepend(h)), .. FewerPages(history), .. SmallerRecords(history), .. SmallerArguments(history)];
        return history.Threads is not { Turns.Length: var turns } ? smaller
            : smaller.Where(ReadSections.AreKept).SelectMany(h => Interleaved(h, Turns)).Concat(Enumerable.Range(0, turns).SelectMany(n => Interleaved(history, n)));
    }

    /// <summary>Each sequence of that many turns; a thread that has none left is passed over, so that shorter ones are among them.</summary>
    private static IEnumerable<History> Interleaved(History history, int turns)
    {
        var threads = history.Threads?.Threads ?? 1;
        if (threads == 1) return [history];
        return Enumerable.Range(0, (int)Math.Pow(threads, turns)).Select(n =>
        {
            var order = new byte[turns];
            for (var i = 0; i < turns; i++, n /= threads) order[i] = (byte)(n % threads);
            return history with { Threads = new(history.Threads!.Lengths, [.. order]) };
        });
    }

    private static IEnumerable<History> FewerOperations(History history)
    {
        var operations = history.Operations;
        for (var kept = 1; kept < (1 << operations.Length) - 1; kept++)
            yield return history with { Operations = [.. operations.Where((_, i) => (kept >> i & 1) != 0)], Threads = Left(history.Threads, kept) };
    }

    /// <summary>The threads that still have a call.</summary>
    private static Interleaving? Left(Interleaving? threads, int kept)
    {
        if (threads is null) return null;
        var lengths = Enumerable.Range(0, threads.Threads).Select(t => Enumerable.Range(threads.StepsOf(t).Start, threads.Lengths[t]).Count(i => (kept >> i & 1) != 0)).Where(n => n > 0);
        return new([.. lengths], []);
    }

    private static IEnumerable<History> FewerPages(History history)
    {
        var device = history.Geometry;
        // No device has no pages.
        if (!device.Present) yield break;
        for (var fewer = 1UL; fewer < Math.Min(device.Pages, Values); fewer++)
            yield return history with { Geometry = device with { Size = device.Size - (fewer << device.PageShift) } };
    }

    private static IEnumerable<History> SmallerRecords(History history)
    {
        var bad = history.Geometry.Bad;
        for (var i = 0; i < bad.Length; i++)
        {
            yield return history with { Geometry = history.Geometry with { Bad = bad.RemoveAt(i) } };
            for (var sectors = 1UL; sectors < Math.Min(bad[i].Sectors, Values); sectors++) yield return With(i, bad[i] with { Sectors = sectors });
            for (var sector = 0UL; sector < Math.Min(bad[i].Sector, Values); sector++) yield return With(i, bad[i] with { Sector = sector });
        }

        History With(int i, BadRange range) => history with { Geometry = history.Geometry with { Bad = bad.SetItem(i, range) } };
    }

    /// <summary>Flags and modes have no order, and a negative number counts by how far it is from 0.</summary>
    private static IEnumerable<History> SmallerArguments(History history)
    {
        for (var i = 0; i < history.Operations.Length; i++)
            for (var k = 0; k < history.Operations[i].Spec.Args.Length; k++)
            {
                var (arg, operation) = (history.Operations[i].Spec.Args[k], history.Operations[i]);
                if (arg.Kind is ArgKind.Flag or ArgKind.Mode or ArgKind.MapFlags or ArgKind.MapType) continue;
                var negative = arg.Signed && operation.Signed(k) < 0;
                var size = negative ? unchecked(0 - operation[k]) : operation[k];
                for (var value = 0UL; value < Math.Min(size, Values); value++)
                    yield return history with { Operations = history.Operations.SetItem(i, operation.With(k, negative ? unchecked(0 - value) : value)) };
            }
    }
}
