using System.Text;
using System.Text.Json;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>One line of an answer, read strictly: a JSON object with the right id, the keys that were asked for, and no others.</summary>
internal sealed class AnswerLine : IDisposable
{
    private const int MaxShown = 120;

    private readonly JsonDocument _document;
    private readonly string _call, _shown;
    private readonly long _number;

    /// <param name="line">the line</param>
    /// <param name="number">of the line in the driver's output, from 1</param>
    /// <param name="call">what was asked</param>
    /// <param name="id">of the question</param>
    /// <param name="keys">that an answer to it may have beside id</param>
    /// <exception cref="TroubleException">it is not such an answer</exception>
    public AnswerLine(ReadOnlySpan<byte> line, long number, string call, ulong id, params string[] keys)
    {
        (_call, _number, _shown) = (call, number, Cut(line));
        try
        {
            _document = JsonDocument.Parse(line.ToArray());
        }
        catch (JsonException e)
        {
            throw Wrong($"it is no JSON: {e.Message.Split(". LineNumber", 2)[0]}", $"{{\"id\":{id},...}}");
        }
        try
        {
            Check(id, keys);
        }
        catch
        {
            _document.Dispose();
            throw;
        }
    }

    public static string Cut(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Length > MaxShown ? line[..MaxShown] : line);
        return string.Concat(text.Select(c => char.IsControl(c) || c == '\uFFFD' ? '?' : c)) + (line.Length > MaxShown ? "..." : "");
    }

    public bool Has(string key) => _document.RootElement.TryGetProperty(key, out _);

    /// <exception cref="TroubleException">absent, or no whole number in the range</exception>
    public long Signed(string key, long least, long most) => Element(key, $"a whole number, {least} to {most}") is var value && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
        ? number : throw Wrong($"{key} is {Cut(Encoding.UTF8.GetBytes(value.GetRawText()))}", $"{key}: a whole number, {least} to {most}");

    public ulong Unsigned(string key) => Element(key, "a whole number of 64 bits, not negative") is var value && value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number)
        ? number : throw Wrong($"{key} is {Cut(Encoding.UTF8.GetBytes(value.GetRawText()))}", $"{key}: a whole number of 64 bits, not negative");

    public string Text(string key) => Element(key, "a string") is var value && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"{key} is {value.GetRawText()}", $"{key}: a string");

    /// <summary>An array of other things.</summary>
    public IEnumerable<JsonElement> Items(string key) => Element(key, "an array") is var value && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong($"{key} is {value.GetRawText()}", $"{key}: an array");

    public TroubleException Wrong(string found, string wanted) => new(Conduct.InForm, $"{_shown} (line {_number} of its output)", wanted, $"the answer to {_call}: {found}");

    public void Dispose() => _document.Dispose();

    private JsonElement Element(string key, string wanted) => _document.RootElement.TryGetProperty(key, out var value) ? value : throw Wrong($"{key} is missing", $"{key}: {wanted}");

    private void Check(ulong id, string[] keys)
    {
        if (_document.RootElement.ValueKind != JsonValueKind.Object) throw Wrong($"it is a JSON {_document.RootElement.ValueKind.ToString().ToLowerInvariant()}", $"an object {{\"id\":{id},...}}");
        var seen = new HashSet<string>();
        foreach (var property in _document.RootElement.EnumerateObject())
        {
            if (!seen.Add(property.Name)) throw Wrong($"the key {property.Name} stands there twice", "each key once");
            if (property.Name != "id" && !keys.Contains(property.Name)) throw Wrong($"there is an unknown key {property.Name}", $"the keys id, {string.Join(", ", keys)}");
        }
        if (!seen.Contains("id")) throw Wrong("id is missing", $"\"id\":{id}");
        if (Unsigned("id") is var found && found != id) throw Wrong($"id is {found}", $"\"id\":{id}, which was asked: one answer for each question, in their order");
    }
}
