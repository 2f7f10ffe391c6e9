using System.Text;

namespace StandIns.Tests;

/// <summary>A directory for the snapshots of one test, deleted after it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("standins-").FullName;

    public string[] Files => [.. Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>Verifies here; several times under one name where the test asks for it.</summary>
    public SettingsTask Check(string? text) => Verify(text).UseDirectory(Path).DisableDiff().DisableRequireUniquePrefix();

    public async Task<Exception> Fails(string? text) => await Fails(Check(text));

    public static async Task<Exception> Fails(SettingsTask verification) => await Assert.ThrowsAnyAsync<Exception>(() => verification.ToTask());

    public byte[] Bytes(string file) => File.ReadAllBytes(At(file));

    public void Write(string file, string text) => File.WriteAllText(At(file), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    public void Accept(string name, string extension = "txt") => File.Move(At($"{name}.received.{extension}"), At($"{name}.verified.{extension}"), overwrite: true);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string At(string file) => System.IO.Path.Combine(Path, file);
}
