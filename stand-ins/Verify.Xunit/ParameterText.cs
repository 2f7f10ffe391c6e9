using System.Buffers;
using System.Collections;
using System.Globalization;

namespace VerifyTests;

/// <summary>An argument as it stands in the name of a snapshot.</summary>
internal static class ParameterText
{
    // What Windows refuses in a file name, on every system: snapshots are shared through version control.
    private static readonly SearchValues<char> s_invalid =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code), .. "\"\\<>|:*?/"]);

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => Clean(text),
        DateTime or DateTimeOffset or DateOnly or TimeOnly or IDictionary => throw new NotSupportedException(
            $"The stand-in has no text for a parameter of type {value.GetType().Name}. Call UseTextForParameters."),
        IEnumerable items => Join(items),
        IFormattable formattable => Clean(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Clean(value.ToString() ?? throw new ArgumentException($"{value.GetType().FullName} returned a null for `ToString()`.", nameof(value))),
    };

    private static string Join(IEnumerable items)
    {
        var texts = items.Cast<object?>().Select(item => item is IEnumerable and not string ? Nested(Of(item)) : Of(item)).ToArray();
        return texts.Length == 0 ? "[]" : string.Join(',', texts);
    }

    private static string Nested(string items) => items == "[]" ? items : $"[{items}]";

    private static string Clean(string text) => string.Create(text.Length, text, (span, source) => source.AsSpan().ReplaceAny(span, s_invalid, '-'));
}
