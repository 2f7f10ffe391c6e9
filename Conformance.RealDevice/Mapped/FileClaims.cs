using Conformance.RealDevice.Native;
using static Conformance.RealDevice.Native.Stat;

namespace Conformance.RealDevice.Mapped;

/// <summary>Finds out whether the kernel itself uses a file: as a mount point, as swap space, behind a loop device.</summary>
internal static unsafe class FileClaims
{
    /// <summary>What the file is, as the end of "found that it is ..."; null when nobody uses it.</summary>
    public static string? Find(string path, in statx_buf status)
    {
        foreach (var name in Lines("/proc/swaps", 0, skip: 1))
            if (Same(name, status)) return "swap space";
        foreach (var name in Lines("/proc/self/mountinfo", 4, skip: 0))
            if (name == Path.GetFullPath(path)) return "a mount point";
        if (!Directory.Exists("/sys/block")) return null;
        foreach (var device in Directory.EnumerateDirectories("/sys/block", "loop*"))
            foreach (var name in Lines(Path.Combine(device, "loop", "backing_file"), -1, skip: 0))
                if (Same(name, status)) return $"behind the loop device {Path.GetFileName(device)}";
        return null;
    }

    /// <summary>One blank-separated column of a text file of the kernel (-1: whole lines), escapes undone; empty when there is no such file.</summary>
    private static IEnumerable<string> Lines(string file, int column, int skip)
    {
        if (!System.IO.File.Exists(file)) yield break;
        string[] lines;
        try
        {
            lines = System.IO.File.ReadAllLines(file);
        }
        catch (IOException)
        {
            // A loop device that was detached between the listing and the reading.
            yield break;
        }
        foreach (var line in lines.Skip(skip))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (column < words.Length) yield return (column < 0 ? line : words[column]).Replace("\\040", " ", StringComparison.Ordinal);
        }
    }

    private static bool Same(string name, in statx_buf status)
    {
        statx_buf other;
        return statx(Fcntl.AT_FDCWD, name, 0, STATX_BASIC_STATS, &other) == 0
            && other.stx_ino == status.stx_ino && other.stx_dev_major == status.stx_dev_major && other.stx_dev_minor == status.stx_dev_minor;
    }
}
