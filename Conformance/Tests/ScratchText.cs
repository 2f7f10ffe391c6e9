namespace Conformance.Tests;

/// <summary>A file with some text in a directory of its own, gone at the end.</summary>
internal sealed class ScratchText : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-test-");

    public ScratchText(string? text = null, string name = "waivers.yaml")
    {
        Path = System.IO.Path.Combine(_directory.FullName, name);
        if (text is not null) File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public string Text => File.ReadAllText(Path);

    public void Dispose() => _directory.Delete(recursive: true);
}
