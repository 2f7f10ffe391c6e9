using System.Globalization;

namespace Conformance.Tests;

/// <summary>The processes of this machine, as /proc tells them.</summary>
internal static class ProcessTable
{
    public static IEnumerable<int> Ids => Directory.GetDirectories("/proc").Select(p => int.TryParse(Path.GetFileName(p), CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id != 0);

    /// <summary>A file of a process; nothing of one that is gone.</summary>
    public static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
