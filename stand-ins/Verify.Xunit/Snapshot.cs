using System.Text;

namespace VerifyTests;

/// <summary>A verified file, and the received file that appears beside it when a text differs from it.</summary>
internal sealed class Snapshot(SnapshotName name, string extension)
{
    private static readonly UTF8Encoding s_utf8WithMark = new(encoderShouldEmitUTF8Identifier: true);

    public string VerifiedPath => $"{name.FullPath}.verified.{extension}";

    public string ReceivedPath => $"{name.FullPath}.received.{extension}";

    /// <exception cref="VerifyException">The text is not the verified one, or verified files of other extensions are left over.</exception>
    public async Task Compare(string target)
    {
        var text = WithLf(target);
        Directory.CreateDirectory(name.Directory);
        foreach (var old in Files("received"))
            File.Delete(old);

        var verified = await ReadVerified();
        var outcome = new SnapshotOutcome(
            name.Directory,
            Path.GetFileName(ReceivedPath),
            Path.GetFileName(VerifiedPath),
            text,
            verified,
            LeftOver: [.. Files("verified").Where(path => path != VerifiedPath).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]);
        if (!outcome.IsEqual)
            await File.WriteAllTextAsync(ReceivedPath, text, s_utf8WithMark);
        if (!outcome.IsEqual || outcome.LeftOver.Length > 0)
            throw new VerifyException(SnapshotMessage.Of(outcome));
    }

    // A file of no bytes counts as none: editors and merge tools leave them behind.
    private async Task<string?> ReadVerified() =>
        new FileInfo(VerifiedPath) is { Exists: true, Length: > 0 } ? WithLf(await File.ReadAllTextAsync(VerifiedPath)) : null;

    // "#" begins the name of a further target in the real package.
    private IEnumerable<string> Files(string kind) =>
        Directory.EnumerateFiles(name.Directory, $"{name.Prefix}*.{kind}.*").Where(path =>
        {
            var file = Path.GetFileName(path);
            return file.StartsWith($"{name.Prefix}.{kind}.", StringComparison.Ordinal) || file.StartsWith($"{name.Prefix}#", StringComparison.Ordinal);
        });

    private static string WithLf(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
