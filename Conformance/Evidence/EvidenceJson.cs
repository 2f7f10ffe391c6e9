using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Evidence;

/// <summary>The form of the evidence files: one JSON object a line, nothing said that is empty.</summary>
internal static class EvidenceJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="FormatException">names file and line</exception>
    public static IEnumerable<T> Read<T>(string file, string text, Func<string, JsonElement, T?> line)
        where T : class
    {
        var number = 0;
        foreach (var json in text.Split('\n'))
        {
            number++;
            if (json.Length == 0) continue;
            if (Parse(file, number, json, line) is { } record) yield return record;
        }
    }

    private static T? Parse<T>(string file, int number, string json, Func<string, JsonElement, T?> line)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return line(document.RootElement.GetProperty("type").GetString()!, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{file}:{number}: {e.Message}", e);
        }
    }
}
