using System.Globalization;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// A directory in the host's memory, where there is such a place: its bytes are nobody's to keep. It bears the id of the process that
/// made it, and what a process left that was killed goes when another one makes its own.
/// </summary>
internal static class MemoryDirectory
{
    private const string Place = "/dev/shm", Prefix = "daxspec-";

    public static DirectoryInfo Make()
    {
        if (!Directory.Exists(Place)) return Directory.CreateTempSubdirectory(Prefix);
        Sweep();
        return Directory.CreateDirectory(Path.Join(Place, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}"));
    }

    private static void Sweep()
    {
        foreach (var left in Directory.GetDirectories(Place, $"{Prefix}*-*"))
        {
            if (!int.TryParse(Path.GetFileName(left)[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var maker) || Directory.Exists($"/proc/{maker}")) continue;
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another process is just doing the same.
            }
        }
    }
}
