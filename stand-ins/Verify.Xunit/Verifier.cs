using System.Diagnostics.Contracts;
using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>Compares a text with the snapshot of the running test.</summary>
/// <remarks>
/// The snapshot is <c>Type.Method[_parameters].verified.extension</c> beside the test's source file, UTF-8 with a byte order
/// mark, lines ended by LF. What differs is written to the <c>.received</c> file of that name: rename it to accept it.
/// The real package also replaces the project's, the solution's and the temporary directory in a text; a text that contains
/// none verifies the same with both.
/// </remarks>
public static class Verifier
{
    /// <summary>Verifies a text as <c>txt</c>; null is the text "null", an empty text is "emptyString".</summary>
    [Pure]
    public static SettingsTask Verify(string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        new(settings, async current => await Compare(PlainText(target), "txt", current, sourceFile, target));

    /// <inheritdoc cref="Verify(string, VerifySettings, string)"/>
    [Pure]
    public static SettingsTask Verify(Task<string> target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        new(settings, async current => await Verify(await target, current, sourceFile));

    /// <summary>Verifies a text as the given extension, without its dot.</summary>
    [Pure]
    public static SettingsTask Verify(string? target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        new(settings, async current => await Compare(target ?? "null", extension, current, sourceFile, target: null));

    /// <inheritdoc cref="Verify(string, string, VerifySettings, string)"/>
    [Pure]
    public static SettingsTask Verify(Task<string> target, string extension, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        new(settings, async current => await Verify(await target, extension, current, sourceFile));

    private static async Task<VerifyResult> Compare(string text, string extension, VerifySettings settings, string sourceFile, string? target)
    {
        TextExtension.Check(extension);
        var name = SnapshotName.Of(sourceFile, UseVerifyAttribute.GetMethod(), settings);
        if (!settings.UniquePrefixDisabled)
            UsedNames.Take(name);
        var snapshot = new Snapshot(name, extension);
        await snapshot.Compare(text);
        return new VerifyResult(snapshot.VerifiedPath, target);
    }

    private static string PlainText(string? text) => text?.TrimStart('\uFEFF') switch
    {
        null => "null",
        "" => "emptyString",
        var plain => plain,
    };
}
