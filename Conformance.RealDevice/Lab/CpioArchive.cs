using System.Text;

namespace Conformance.RealDevice.Lab;

/// <summary>
/// An archive in the form that the kernel unpacks its initramfs from ("newc", Documentation/driver-api/early-userspace/buffer-format.rst). Archives
/// may stand one behind the other.
/// </summary>
internal static class CpioArchive
{
    private const int DirectoryMode = 0x41ed, FileMode = 0x81a4;

    /// <param name="entries">paths without a slash in front, a directory before what is in it; null: a directory</param>
    public static byte[] Of(IEnumerable<(string Path, byte[]? Bytes)> entries)
    {
        using var archive = new MemoryStream();
        var inode = 0;
        foreach (var (path, bytes) in entries) Add(archive, ++inode, bytes is null ? DirectoryMode : FileMode, path, bytes ?? []);
        Add(archive, 0, 0, "TRAILER!!!", []);
        return archive.ToArray();
    }

    private static void Add(MemoryStream archive, int inode, int mode, string path, byte[] bytes)
    {
        // Magic; inode, mode, owner, group, links, time, size, device and the file's own, each two numbers; length of the name with its end; no checksum.
        int[] fields = [inode, mode, 0, 0, 1, 0, bytes.Length, 0, 0, 0, 0, Encoding.UTF8.GetByteCount(path) + 1, 0];
        archive.Write("070701"u8);
        foreach (var field in fields) archive.Write(Encoding.ASCII.GetBytes($"{field:X8}"));
        archive.Write(Encoding.UTF8.GetBytes($"{path}\0"));
        Pad(archive);
        archive.Write(bytes);
        Pad(archive);
    }

    private static void Pad(MemoryStream archive)
    {
        while (archive.Length % 4 != 0) archive.WriteByte(0);
    }
}
