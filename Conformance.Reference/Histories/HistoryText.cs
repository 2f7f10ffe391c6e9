using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Conformance.Reference.Histories;

/// <summary>
/// The text form of devices, operations and histories:
/// <c>page=4096 size=32768 bad=8+1 | dax_direct_access pgoff=1 nr_pages=2; dax_alive</c>. Arguments at their default are left out.
/// Threads are separated by <c>&amp;</c>, and their turns stand behind an <c>@</c>: <c>... | dax_alive; dax_alive &amp; kill_dax @ 01</c>.
/// </summary>
public static class HistoryText
{
    public static string Write(Geometry geometry)
    {
        if (!geometry.Present) return "null";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"page={geometry.PageSize} size={Number(geometry.Size)}");
        if (geometry.DataOffset != 0) text.Append(CultureInfo.InvariantCulture, $" data_offset={Number(geometry.DataOffset)}");
        if (geometry.PfnPad != 0) text.Append(CultureInfo.InvariantCulture, $" pfn_pad={Number(geometry.PfnPad)}");
        if (geometry.PhysAddr != new Geometry().PhysAddr) text.Append(CultureInfo.InvariantCulture, $" phys={Number(geometry.PhysAddr)}");
        if (geometry.Ops != DriverOps.All) text.Append(CultureInfo.InvariantCulture, $" ops={OpsText(geometry.Ops)}");
        if (geometry.Clear != long.MaxValue) text.Append(CultureInfo.InvariantCulture, $" clear={Errno.Text(geometry.Clear)}");
        if (!geometry.Synchronous) text.Append(" sync=0");
        if (!geometry.Bad.IsEmpty) text.Append(CultureInfo.InvariantCulture, $" bad={string.Join(',', geometry.Bad)}");
        return text.ToString();
    }

    public static string Write(Operation operation)
    {
        var text = new StringBuilder(operation.Spec.Name);
        var args = operation.Spec.Args;
        for (var i = 0; i < args.Length; i++)
            if (operation[i] != Default(args[i])) text.Append(CultureInfo.InvariantCulture, $" {args[i].Name}={Value(args[i], operation[i])}");
        return text.ToString();
    }

    public static string Write(History history)
    {
        if (history.Threads is not { } threads) return $"{Write(history.Geometry)} | {Write(history.Operations)}";
        var lines = Enumerable.Range(0, threads.Threads).Select(threads.StepsOf).Select(s => Write(history.Operations[s.Start..s.End]));
        return $"{Write(history.Geometry)} | {string.Join(" & ", lines)}{threads}";
    }

    private static string Write(ImmutableArray<Operation> operations) => string.Join("; ", operations.Select(Write));

    /// <summary>An argument's value as it stands in text.</summary>
    public static string Value(ArgSpec arg, ulong bits) => arg.Kind switch
    {
        ArgKind.Mode when bits <= 1 => bits == 0 ? "access" : "recovery",
        ArgKind.Result => Errno.Text(unchecked((long)bits)),
        _ when arg.Signed => unchecked((long)bits).ToString(CultureInfo.InvariantCulture),
        _ => Number(bits),
    };

    /// <summary>What an argument is when the text does not name it.</summary>
    public static ulong Default(ArgSpec arg) => arg.Name is "kaddr" or "pfn" or "acknowledged" ? 1UL : 0;

    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static History ParseHistory(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0) throw new FormatException($"'{Short(text)}' has no '|': wanted DEVICE | OPERATION; OPERATION ...");
        var (device, calls) = (ParseGeometry(text[..bar]), text[(bar + 1)..]);
        var at = calls.IndexOf('@', StringComparison.Ordinal);
        var threads = (at < 0 ? calls : calls[..at]).Split('&').Select(ParseOperations).ToArray();
        if (threads.Length == 1 && at < 0) return new(device, [.. threads[0]]);
        if (threads.Length > Interleaving.MaxThreads) throw new FormatException($"'{Short(text)}' has {threads.Length} threads: wanted at most {Interleaving.MaxThreads}");
        return new(device, [.. threads.SelectMany(t => t)]) { Threads = new([.. threads.Select(t => t.Length)], at < 0 ? [] : Interleaving.ParseTurns(calls[(at + 1)..])) };
    }

    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static Geometry ParseGeometry(string text)
    {
        if (text.Trim() == "null") return new() { Present = false };
        var geometry = new Geometry();
        foreach (var (name, value) in Pairs(text))
            geometry = name switch
            {
                "page" => geometry with { PageShift = PageShift(value) },
                "size" => geometry with { Size = ParseNumber(value) },
                "data_offset" => geometry with { DataOffset = ParseNumber(value) },
                "pfn_pad" => geometry with { PfnPad = ParseNumber(value) is <= uint.MaxValue and var pad ? (uint)pad : throw new FormatException($"pfn_pad={value}: wanted at most 32 bits") },
                "phys" => geometry with { PhysAddr = ParseNumber(value) },
                "ops" => geometry with { Ops = ParseOps(value) },
                "clear" => geometry with { Clear = value == "all" ? long.MaxValue : Signed(value) },
                "sync" => geometry with { Synchronous = value switch { "0" => false, "1" => true, _ => throw new FormatException($"sync={Short(value)}: wanted 0 or 1") } },
                "bad" => geometry with { Bad = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ParseBad)] },
                _ => throw new FormatException($"'{name}={value}' is no field of a device: wanted page, size, data_offset, pfn_pad, phys, ops, clear, sync or bad"),
            };
        return geometry;
    }

    private static Operation[] ParseOperations(string text) => [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseOperation)];

    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static Operation ParseOperation(string text)
    {
        var words = text.Trim().Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0 || !OperationSpec.TryFind(words[0], out var spec))
            throw new FormatException($"'{Short(text)}' names no operation: wanted one of {string.Join(", ", OperationSpec.All.Select(s => s.Name))}");
        Span<ulong> args = stackalloc ulong[spec.Args.Length];
        for (var i = 0; i < args.Length; i++) args[i] = Default(spec.Args[i]);
        foreach (var (name, value) in Pairs(words.Length > 1 ? words[1] : ""))
        {
            var i = spec.Args.IndexOf(spec.Args.FirstOrDefault(a => a.Name == name));
            if (i < 0) throw new FormatException($"{spec.Name} has no argument '{name}': wanted {(spec.Args.IsEmpty ? "none" : string.Join(", ", spec.Args.Select(a => a.Name)))}");
            args[i] = ParseValue(spec.Args[i], value);
        }
        return new(spec.Code, args);
    }

    /// <summary>Reads one argument's value: a number, an errno name, "access" or "recovery".</summary>
    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static ulong ParseValue(ArgSpec arg, string value) => arg.Kind == ArgKind.Mode && value is "access" or "recovery"
        ? value == "access" ? 0UL : 1
        : arg.Signed ? unchecked((ulong)Signed(value)) : ParseNumber(value);

    /// <summary>Reads 12, 0x1f, 2^63, 2^63-1, -1 (two's complement) and max (2^64-1).</summary>
    /// <exception cref="FormatException">says what was found and what was wanted</exception>
    public static ulong ParseNumber(string text)
    {
        if (text == "max") return ulong.MaxValue;
        if (text.StartsWith("2^", StringComparison.Ordinal))
        {
            var end = text.AsSpan(2).IndexOfAny('+', '-') is var at && at < 0 ? text.Length : at + 2;
            if (int.TryParse(text.AsSpan(2, end - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var power) && power is >= 0 and <= 64)
            {
                var value = power == 64 ? 0UL : 1UL << power;
                if (end == text.Length) return value;
                if (ulong.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var delta))
                    return unchecked(text[end] == '+' ? value + delta : value - delta);
            }
        }
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return hex;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        if (Errno.TryParse(text, out var signed)) return unchecked((ulong)signed);
        throw new FormatException($"'{Short(text)}' is no number: wanted decimal, 0x hexadecimal, 2^n, 2^n+k, 2^n-k, max or an errno such as -EIO");
    }

    /// <summary>Decimal up to 2^24, hexadecimal above.</summary>
    public static string Number(ulong value) => value <= 1 << 24 ? value.ToString(CultureInfo.InvariantCulture) : value == ulong.MaxValue ? "max" : $"0x{value:x}";

    private static long Signed(string text) => Errno.TryParse(text, out var value) ? value : unchecked((long)ParseNumber(text.StartsWith('-') ? text[1..] : text)) * (text.StartsWith('-') ? -1 : 1);

    private static IEnumerable<(string Name, string Value)> Pairs(string text)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new FormatException($"'{Short(word)}' is no NAME=VALUE");
            yield return (word[..equals], word[(equals + 1)..]);
        }
    }

    private static int PageShift(string value) => ParseNumber(value) switch
    {
        4096 => 12,
        16384 => 14,
        65536 => 16,
        _ => throw new FormatException($"page={value}: wanted 4096, 16384 or 65536 bytes"),
    };

    private static BadRange ParseBad(string text)
    {
        var acknowledged = !text.EndsWith('?');
        var parts = text.TrimEnd('?').Split('+');
        return parts.Length == 2 ? new(ParseNumber(parts[0]), ParseNumber(parts[1]), acknowledged) : throw new FormatException($"bad={text}: wanted SECTOR+SECTORS, with '?' when not acknowledged");
    }

    private static readonly ImmutableArray<(DriverOps Flag, string Name)> OpNames =
        [(DriverOps.DirectAccess, "direct_access"), (DriverOps.DaxSupported, "dax_supported"), (DriverOps.ZeroPageRange, "zero_page_range"), (DriverOps.RecoveryWrite, "recovery_write")];

    private static string OpsText(DriverOps ops) => (ops & DriverOps.Table) == 0 ? "null"
        : ops == DriverOps.Table ? "none" : string.Join(',', OpNames.Where(n => (ops & n.Flag) != 0).Select(n => n.Name));

    private static DriverOps ParseOps(string text) => text switch
    {
        "null" => DriverOps.None,
        "none" => DriverOps.Table,
        "all" => DriverOps.All,
        _ => text.Split(',').Aggregate(DriverOps.Table, (ops, name) => ops | OpNames.Where(n => n.Name == name).Select(n => n.Flag).DefaultIfEmpty(DriverOps.None).First() switch
        {
            DriverOps.None => throw new FormatException($"ops={Short(text)}: '{name}' is no member of dax_operations: wanted {string.Join(", ", OpNames.Select(n => n.Name))}, all, none or null"),
            var flag => flag,
        }),
    };

    private static string Short(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
}
