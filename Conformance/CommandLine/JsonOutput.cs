using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conformance.CommandLine;

/// <summary>The form of --json on every command.</summary>
internal static class JsonOutput
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The same on one line.</summary>
    public static JsonSerializerOptions OneLine { get; } = new(Options) { WriteIndented = false };
}
