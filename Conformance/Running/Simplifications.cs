using System.Collections.Immutable;
using Conformance.Concurrency;
using Conformance.Reference.Histories;

namespace Conformance.Running;

/// <summary>
/// The simpler neighbours of a history, most drastic first, in a fixed order. Each is strictly simpler by the order
/// (operations, then device, then arguments), so that repeated simplification ends. A device that has a page keeps one:
/// one page is simpler to think about than none.
/// </summary>
public static class Simplifications
{
    private static readonly Geometry Plain = new();

    public static IEnumerable<History> Of(History history) => (history.Threads is null ? FewerOperations(history).Concat(RecordsFromTheStart(history)) : ConcurrentSimplifications.Of(history)).Concat(SimplerDevice(history)).Concat(OnePageDown(history)).Concat(SimplerArguments(history));

    private static IEnumerable<History> FewerOperations(History history)
    {
        var operations = history.Operations;
        for (var chunk = operations.Length - 1; chunk >= 1; chunk = chunk == 1 ? 0 : chunk / 2)
            for (var start = 0; start + chunk <= operations.Length; start += chunk)
                yield return history with { Operations = operations.RemoveRange(start, chunk) };
    }

    /// <summary>What an operation puts on record may as well be there when the history starts.</summary>
    private static IEnumerable<History> RecordsFromTheStart(History history)
    {
        if (!history.Geometry.Present) yield break;
        for (var i = 0; i < history.Operations.Length && history.Operations.Length > 1; i++)
            if (history.Operations[i] is { Code: OpCode.badblocks_set } set && set[1] > 0)
                yield return new(history.Geometry with { Bad = history.Geometry.Bad.Add(new(set[0], set[1], set[2] != 0)) }, history.Operations.RemoveAt(i));
    }

    private static IEnumerable<History> SimplerDevice(History history) => Devices(history.Geometry).Select(g => history with { Geometry = g });

    private static IEnumerable<Geometry> Devices(Geometry device)
    {
        if (!device.Present) yield break;
        if (device.PageShift != Plain.PageShift) yield return Repage(device);
        for (var i = 0; i < device.Bad.Length; i++) yield return device with { Bad = device.Bad.RemoveAt(i) };
        if (device.Ops != Plain.Ops) yield return device with { Ops = Plain.Ops };
        if (device.Clear != Plain.Clear) yield return device with { Clear = Plain.Clear };
        if (!device.Synchronous) yield return device with { Synchronous = true };
        if (device.PhysAddr != Plain.PhysAddr) yield return device with { PhysAddr = Plain.PhysAddr };
        if (device.DataOffset != 0) yield return device with { DataOffset = 0, Size = device.Size - Math.Min(device.DataOffset, device.Size) };
        if (device.DataOffset != 0) yield return device with { DataOffset = 0 };
        if (device.PfnPad != 0) yield return device with { PfnPad = 0, Size = device.Size - Math.Min(device.PfnPad, device.Size) };
        if (device.PfnPad != 0) yield return device with { PfnPad = 0 };
        if (device.Pages == 0) yield return device with { DataOffset = 0, PfnPad = 0, Size = (ulong)device.PageSize };
        foreach (var size in Smaller(device.Size, unchecked(device.DataOffset + device.PfnPad), device.PageShift))
            if (device with { Size = size } is var smaller && (smaller.Pages > 0 || device.Pages == 0)) yield return smaller;
        foreach (var offset in Toward(device.DataOffset)) yield return device with { DataOffset = offset };
        foreach (var pad in Toward(device.PfnPad)) yield return device with { PfnPad = (uint)pad };
        for (var i = 0; i < device.Bad.Length; i++)
            foreach (var simpler in Ranges(device.Bad[i]))
                yield return device with { Bad = device.Bad.SetItem(i, simpler) };
    }

    /// <summary>The same numbers of pages on a device with 4 KiB pages.</summary>
    private static Geometry Repage(Geometry device)
    {
        var down = device.PageShift - Plain.PageShift;
        return device with
        {
            PageShift = Plain.PageShift,
            Size = device.Size >> down,
            DataOffset = device.DataOffset >> down,
            PfnPad = device.PfnPad >> down,
            Bad = [.. device.Bad.Select(b => b with { Sector = b.Sector >> down, Sectors = Math.Max(1, b.Sectors >> down) })],
        };
    }

    private static IEnumerable<ulong> Smaller(ulong size, ulong pads, int shift)
    {
        for (var pages = 1; pages < 6; pages++)
            if (pads + ((ulong)pages << shift) is var whole && whole < size) yield return whole;
        foreach (var value in Toward(size >> shift)) yield return value << shift;
        if ((size & (1UL << shift) - 1) != 0) yield return size >> shift << shift;
        foreach (var value in Toward(size)) yield return value;
    }

    private static IEnumerable<BadRange> Ranges(BadRange range)
    {
        if (!range.Acknowledged) yield return range with { Acknowledged = true };
        foreach (var sectors in Toward(range.Sectors).Where(s => s > 0)) yield return range with { Sectors = sectors };
        foreach (var sector in Toward(range.Sector)) yield return range with { Sector = sector };
    }

    /// <summary>Everything moved one page towards the start, on a device that is a page smaller: poison and the pages that meet it only move together.</summary>
    private static IEnumerable<History> OnePageDown(History history)
    {
        var device = history.Geometry;
        var (page, sectors) = ((ulong)device.PageSize, (ulong)device.PageSize >> Geometry.SectorShift);
        if (device.Pages < 2 || !history.Operations.Any(o => o.Spec.Args.Any(a => a.Kind == ArgKind.Pgoff)) && device.Bad.IsEmpty) yield break;
        var smaller = device with { Size = device.Size - page, Bad = [.. device.Bad.Select(b => b.Sector >= sectors ? b with { Sector = b.Sector - sectors } : b)] };
        yield return history with { Geometry = smaller, Operations = [.. history.Operations.Select(o => Down(o, sectors, page))] };
    }

    private static Operation Down(Operation operation, ulong sectors, ulong page)
    {
        var args = operation.Spec.Args;
        for (var k = 0; k < args.Length; k++)
        {
            var step = args[k].Kind switch { ArgKind.Pgoff => 1UL, ArgKind.Sector => sectors, ArgKind.Pos when operation.Code == OpCode.copy_cow_page_dax => page, _ => 0UL };
            if (step > 0 && operation[k] >= step && (!args[k].Signed || operation.Signed(k) > 0)) operation = operation.With(k, operation[k] - step);
        }
        return operation;
    }

    private static IEnumerable<History> SimplerArguments(History history)
    {
        for (var i = 0; i < history.Operations.Length; i++)
        {
            var operation = history.Operations[i];
            var args = operation.Spec.Args;
            for (var k = 0; k < args.Length; k++)
                foreach (var value in Values(args[k], operation[k]))
                    yield return history with { Operations = history.Operations.SetItem(i, operation.With(k, value)) };
        }
    }

    private static IEnumerable<ulong> Values(ArgSpec arg, ulong value)
    {
        var plain = HistoryText.Default(arg);
        if (arg.Kind is ArgKind.Flag or ArgKind.Mode or ArgKind.MapFlags)
            return value == plain ? [] : [plain];
        if (arg.Signed && unchecked((long)value) < 0)
            return [0, .. Toward(unchecked((ulong)-(long)value)).Where(v => v != 0).Select(v => unchecked((ulong)-(long)v))];
        return Toward(value);
    }

    /// <summary>0, 1, 2, then halving the distance, and last one less: all smaller than the value.</summary>
    private static IEnumerable<ulong> Toward(ulong value)
    {
        for (var small = 0UL; small < 3 && small < value; small++) yield return small;
        for (var step = value / 2; step > 0; step /= 2)
            if (value - step > 2) yield return value - step;
    }
}
