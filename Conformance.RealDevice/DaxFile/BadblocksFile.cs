using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>
/// /sys/block/DISK/badblocks: the very table that the driver checks. Written to only inside one file: elsewhere it would poison
/// other people's data.
/// </summary>
/// <param name="path">the sysfs file</param>
/// <param name="first">first sector of the file on the disk</param>
/// <param name="sectors">length of the file</param>
internal sealed unsafe class BadblocksFile(string path, ulong first, ulong sectors)
{
    public string Path => path;

    /// <summary>True when this process may write the table.</summary>
    public bool IsWritable
    {
        get
        {
            using var file = Fcntl.open(path, Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
            return !file.IsInvalid;
        }
    }

    public BadTable Read() => BadTable.Parse(System.IO.File.ReadAllText(path), first, sectors);

    public bool Contains(ulong sector, ulong count) => count > 0 && sector < sectors && count <= sectors - sector;

    /// <summary>A record outside that would grow together with one inside, or null.</summary>
    public BadRecord? Neighbour => Read().Touching(first, sectors);

    /// <summary>Adds an acknowledged range (badblocks_set), sectors from the start of the file.</summary>
    /// <returns>false: the table had no room (ENOSPC)</returns>
    /// <exception cref="LibcException">the kernel refuses the text</exception>
    public bool Set(ulong sector, ulong count)
    {
        if (!Contains(sector, count)) throw new ArgumentOutOfRangeException(nameof(sector), $"{sector}+{count} is not inside the file of {sectors} sectors");
        using var file = Fcntl.open(path, Fcntl.O_WRONLY | Fcntl.O_CLOEXEC, 0);
        if (file.IsInvalid) throw LibcException.Last($"open({path})");
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{first + sector} {count}\n"));
        fixed (byte* text = line)
        {
            if (Unistd.write(file, text, (nuint)line.Length) == line.Length) return true;
            var errno = Marshal.GetLastPInvokeError();
            return errno == Errno.ENOSPC ? false : throw new LibcException($"write({path})", errno);
        }
    }
}
