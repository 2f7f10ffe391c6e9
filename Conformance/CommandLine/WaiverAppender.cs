using System.Text;
using Conformance.Models;

namespace Conformance.CommandLine;

/// <summary>Adds waivers to a file: what stands there stays byte for byte, and the file changes whole or not at all.</summary>
internal static class WaiverAppender
{
    /// <exception cref="UsageException">what stands there cannot be added to</exception>
    public static void Append(string file, IReadOnlyList<Waiver> waivers)
    {
        // A link stays one: what it points at is replaced.
        var path = (File.Exists(file) ? File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(file);
        var before = File.Exists(path) ? File.ReadAllBytes(path) : Encoding.UTF8.GetBytes(WaiverEntry.Head);
        var old = Encoding.UTF8.GetString(before);
        var end = old.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var added = string.Join("\n", waivers.Select(WaiverEntry.Render));
        var gap = old.Length == 0 ? "" : old.EndsWith('\n') ? old.TrimEnd('\r', '\n', ' ') is var text && text.Length > 0 && !old.EndsWith($"{end}{end}", StringComparison.Ordinal) ? "\n" : "" : "\n\n";
        byte[] after = [.. before, .. Encoding.UTF8.GetBytes((gap + added).Replace("\n", end, StringComparison.Ordinal))];
        ReadBack(file, old, Encoding.UTF8.GetString(after), waivers);
        Replace(path, after);
    }

    /// <summary>What stood there is still there, and what was added reads as it was meant.</summary>
    private static void ReadBack(string file, string old, string text, IReadOnlyList<Waiver> waivers)
    {
        var first = WaiverFile.Parse(file, old).Select(w => w.Id);
        IReadOnlyList<Waiver> all;
        try
        {
            all = WaiverFile.Parse(file, text);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{file}: found a form that a list cannot be added to at its end ({e.Message}); wanted waivers that each begin with '- id:' at the margin; do: write them so, or choose another --file", e);
        }
        if (!all.Select(w => w.Id).SequenceEqual(first.Concat(waivers.Select(w => w.Id))) || !all.TakeLast(waivers.Count).Select(WaiverEntry.Render).SequenceEqual(waivers.Select(WaiverEntry.Render)))
            throw new UsageException($"{file}: found that the waiver does not read back as it was written; wanted a list at the margin; do: look at the end of the file, or choose another --file");
    }

    private static void Replace(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var scratch = $"{path}.{Environment.ProcessId}";
        try
        {
            using (var stream = new FileStream(scratch, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(scratch, File.GetUnixFileMode(path));
            File.Move(scratch, path, overwrite: true);
        }
        finally
        {
            File.Delete(scratch);
        }
    }
}
