using Conformance.Reference.Histories;

namespace Conformance.Tests;

/// <summary>The histories below a small one, enumerated without the shrinker: fewer operations on as many pages or fewer, and each argument and each record smaller by itself.</summary>
internal static class Smaller
{
    /// <summary>Values below an argument that are tried, from 0 on.</summary>
    private const ulong Values = 17;

    public static IEnumerable<History> Than(History history) =>
        [.. FewerOperations(history).SelectMany(h => FewerPages(h).Prepend(h)), .. FewerPages(history), .. SmallerRecords(history), .. SmallerArguments(history)];

    private static IEnumerable<History> FewerOperations(History history)
    {
        var operations = history.Operations;
        for (var kept = 1; kept < (1 << operations.Length) - 1; kept++)
            yield return history with { Operations = [.. operations.Where((_, i) => (kept >> i & 1) != 0)] };
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
