using System.Collections.Immutable;
using Conformance.Models;
using Conformance.Reference.Histories;

namespace Conformance.Asking;

/// <summary>Reads a question as it stands on the command line.</summary>
public static class QuestionText
{
    /// <summary>Pages of the device that is asked about when none is named: few enough for a table in a mail.</summary>
    public const int DefaultPages = 4;

    /// <param name="models">the named devices</param>
    /// <param name="function">an operation's name; "dax_" in front may be left out</param>
    /// <param name="arguments">NAME=VALUE each</param>
    /// <param name="device">a device as text or by name, or null for the default</param>
    /// <param name="before">operations separated by ";", or null</param>
    /// <exception cref="FormatException">says what was found, what was wanted and what to do</exception>
    public static Question Parse(ModelSet models, string function, IReadOnlyList<string> arguments, string? device, string? before)
    {
        var spec = Function(function);
        var values = spec.Args.Select(HistoryText.Default).ToArray();
        var named = new bool[values.Length];
        foreach (var word in arguments)
        {
            var (i, value) = Argument(spec, word);
            if (named[i]) throw new FormatException($"{spec.Args[i].Name} is given twice, the second time as '{word}': leave one out");
            (values[i], named[i]) = (value, true);
        }
        return new(spec, [.. values], [.. spec.Args.Where((_, i) => named[i]).Select(a => a.Name)], Device(models, device), Before(before));
    }

    private static OperationSpec Function(string name) =>
        OperationSpec.TryFind(name, out var spec) || OperationSpec.TryFind("dax_" + name, out spec) ? spec
            : throw new FormatException($"there is no function '{name}': wanted one of {string.Join(", ", OperationSpec.All.Select(s => s.Name))}; 'daxspec ask {Nearest(name)}' shows one");

    /// <summary>The known name that has most of the asker's three-letter pieces.</summary>
    private static string Nearest(string name) =>
        OperationSpec.All.Select(s => s.Name).MaxBy(known => Enumerable.Range(0, Math.Max(0, name.Length - 2)).Count(i => known.Contains(name.Substring(i, 3), StringComparison.OrdinalIgnoreCase)))!;

    private static (int Index, ulong Value) Argument(OperationSpec spec, string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var wanted = spec.Args.IsEmpty ? $"{spec.Name} takes no arguments: leave it out" : $"wanted NAME=VALUE with NAME one of {string.Join(", ", spec.Args.Select(a => a.Name))}; 'daxspec ask {spec.Name}' says what they mean";
        if (equals <= 0) throw new FormatException($"'{word}' is no argument: {wanted}");
        var name = word[..equals];
        var i = spec.Args.IndexOf(spec.Args.FirstOrDefault(a => a.Name == name));
        if (i < 0) throw new FormatException($"{spec.Name} has no argument '{name}': {wanted}");
        return (i, Value(spec.Args[i], word[(equals + 1)..]));
    }

    private static ulong Value(ArgSpec arg, string text)
    {
        ulong value;
        try
        {
            value = HistoryText.ParseValue(arg, text);
        }
        catch (FormatException e)
        {
            throw new FormatException(arg.Kind == ArgKind.Mode ? $"{arg.Name}={text}: wanted access or recovery" : $"{arg.Name}: {e.Message}", e);
        }
        var wanted = arg.Kind switch
        {
            ArgKind.Flag when value > 1 => "0 or 1",
            ArgKind.Mode when value > 1 => "access (0) or recovery (1)",
            ArgKind.Seed when value > byte.MaxValue => "0 to 255",
            _ => null,
        };
        return wanted is null ? value : throw new FormatException($"{arg.Name}={text}: wanted {wanted}");
    }

    private static Geometry Device(ModelSet models, string? text)
    {
        if (text is null)
        {
            var plain = models.Device("@plain");
            return plain with { Size = (ulong)DefaultPages << plain.PageShift };
        }
        return models.Device(models.Devices.Any(d => d.Name == text) ? "@" + text : text);
    }

    private static ImmutableArray<Operation> Before(string? text)
    {
        var words = (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return [.. words.Select(HistoryText.ParseOperation)];
        }
        catch (FormatException e)
        {
            throw new FormatException($"--before: {e.Message}; several are separated by ';'", e);
        }
    }
}
