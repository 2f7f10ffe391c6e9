using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Conformance.Running;

/// <summary>Puts the case under way on record before it starts, so that a machine that goes down has said where.</summary>
public sealed class Journal : IDisposable
{
    private const string Name = "case-under-way.txt";
    private const int Width = 4096;

    private readonly SafeFileHandle _file;
    private readonly byte[] _record = new byte[Width];

    public Journal(string directory)
    {
        Directory.CreateDirectory(directory);
        Path = System.IO.Path.Combine(directory, Name);
        _file = File.OpenHandle(Path, FileMode.Create, FileAccess.Write, FileShare.Read, FileOptions.WriteThrough);
    }

    public string Path { get; }

    public void Begin(string label, Reference.Histories.Token token)
    {
        Array.Fill(_record, (byte)' ');
        var text = $"{label}\n{token}\n";
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, Width)), _record);
        _record[^1] = (byte)'\n';
        RandomAccess.Write(_file, _record, 0);
    }

    /// <summary>Label and token of the case that a run in this directory did not finish, or null.</summary>
    public static (string Label, string Token)? Read(string directory)
    {
        var path = System.IO.Path.Combine(directory, Name);
        if (!File.Exists(path)) return null;
        var lines = File.ReadAllLines(path);
        return lines.Length >= 2 && lines[1].StartsWith(Reference.Histories.Token.Prefix, StringComparison.Ordinal) ? (lines[0], lines[1].Trim()) : null;
    }

    /// <summary>The run came to its end: nothing is under way any more.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }
}
