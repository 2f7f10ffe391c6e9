using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.DaxFile;

/// <summary>The file, the disk below it, its mappings and its poison: everything that a device works with, opened and examined.</summary>
internal sealed class DaxFileParts : IDisposable
{
    private readonly string _target;
    private DaxFileParts(string target, PmemFile file, PmemDisk disk)
    {
        (_target, File, Disk) = (target, file, disk);
        Stamps = new byte[file.Length];
        var page = Environment.SystemPageSize;
        for (var at = 0; at < Stamps.Length; at += page) InitialContents.Fill((ulong)(at / page), 0, Stamps.AsSpan(at, page));
    }

    public PmemFile File { get; }

    public PmemDisk Disk { get; }

    public Pagemap Pagemap { get; } = new();

    public KernelRelease Kernel { get; } = KernelRelease.Running;

    /// <summary>What the file holds when a history starts.</summary>
    public byte[] Stamps { get; }

    /// <summary>Mapping 0 and mapping 1.</summary>
    public PageMapping[] Shared { get; private set; } = [];

    /// <summary>The mapping that translations are asked through; read only.</summary>
    public PageMapping Probe { get; private set; } = null!;

    public PrivatePage Private { get; private set; } = null!;

    /// <summary>Whether the file system granted MAP_SYNC, in words.</summary>
    public string MapSync { get; private set; } = "";

    /// <summary>Physical address of the file in bytes; null when this process may not know it.</summary>
    public ulong? PhysicalAddress => Disk.PhysicalBase is { } start ? start + Disk.PartitionStart * Geometry.SectorSize + File.Physical : null;

    /// <summary>First page frame of the file as a fault maps it; null when the kernel hides it.</summary>
    public ulong? FirstPfn { get; private set; }

    /// <summary>The table that poison is put on; null when it cannot be used.</summary>
    public BadblocksFile? Badblocks { get; private set; }

    /// <summary>What came of putting poison on the file and taking it off again, or why that was not tried.</summary>
    public string Poison { get; private set; } = "";

    /// <summary>The disk with O_DIRECT; null when it cannot be opened.</summary>
    public DirectDisk? Direct { get; private set; }

    /// <summary>The disk may be written to, in the file's own sectors.</summary>
    public bool WritesDirect { get; private set; }

    /// <summary>What the disk can be used for, in words.</summary>
    public string DirectAccess { get; private set; } = "";

    /// <summary>Nobody else's poison is on record, so that the table can be told.</summary>
    public bool SeesTable => Badblocks?.Read() is { Complete: true, Foreign.IsEmpty: true };

    /// <summary>A private page is not the file's page, in words.</summary>
    public string PrivatePages { get; private set; } = "";

    /// <summary>dax_recovery_write exists (5.19).</summary>
    public bool HasRecoveryWrite => Kernel.IsAtLeast(5, 19);

    /// <summary>A fault tells EHWPOISON from other errors (6.5).</summary>
    public bool TellsPoison => Kernel.IsAtLeast(6, 5);

    /// <summary>badblocks_set answers true for success (6.15), before that 0.</summary>
    public bool BadblocksSetIsBool => Kernel.IsAtLeast(6, 15);

    /// <summary>Opens, fills and examines a file.</summary>
    /// <param name="target">the target, for messages</param>
    /// <param name="path">the file</param>
    /// <param name="allowWrite">what an existing file holds may be overwritten</param>
    /// <param name="writable">the block device that may be written to, in the file's own sectors, or null</param>
    /// <exception cref="TargetException">found, wanted, what to do</exception>
    public static DaxFileParts Open(string target, string path, bool allowWrite, string? writable)
    {
        var file = PmemFile.Open(target, path, allowWrite);
        DaxFileParts? parts = null;
        try
        {
            parts = new(target, file, PmemDisk.Find(target, file.Device.Major, file.Device.Minor));
            file.Fill(parts.Stamps);
            parts.Map();
            parts.ExamineFrames();
            parts.ExaminePoison();
            parts.OpenDisk(writable);
            return parts;
        }
        catch (Exception e)
        {
            parts?.Dispose();
            file.Dispose();
            if (e is LibcException call) throw Refusal.Of(target, call.Message, "a file on a DAX file system that can be mapped", "see the message and the kernel's log", call);
            throw;
        }
    }

    /// <summary>
    /// The longest range that is put on record in one call, in sectors. Until 6.6 a longer one than a record holds (BB_MAX_LEN)
    /// leaves the table out of order, and then no write finds the records to clear.
    /// </summary>
    public ulong LongestRange => Kernel.IsAtLeast(6, 7) ? ulong.MaxValue : 512;

    /// <summary>Poison can be put on record there, and taken off again: inside the file, and there is a table.</summary>
    public bool CanPoison(ulong sector, ulong sectors) => sectors <= LongestRange && Badblocks is not null && Badblocks.Contains(sector, sectors);

    /// <summary>No poison is on record in these pages.</summary>
    public bool IsClean(ulong page, ulong pages)
    {
        var perPage = (ulong)Environment.SystemPageSize / Geometry.SectorSize;
        return Badblocks is null || Badblocks.Read().Own.All(record => record.End <= page * perPage || record.Sector >= (page + pages) * perPage);
    }

    /// <summary>Takes all poison off the file by writing whole pages over it.</summary>
    /// <returns>what it took</returns>
    /// <exception cref="TargetException">some of it stays</exception>
    public string ClearPoison()
    {
        if (Badblocks is null || Badblocks.Read().Own.IsEmpty) return "nothing";
        // A few rounds: the kernel shows no more records at a time than fit a page.
        for (var round = 0; round < 8 && HasRecoveryWrite; round++)
        {
            foreach (var record in Badblocks.Read().Own) Overwrite(record);
            if (Badblocks.Read().Own.IsEmpty) return "pwrite";
        }
        File.Rewrite(Stamps);
        if (Badblocks.Read().Own is [var left, ..])
            throw Refusal.Of(_target, $"poison at sector {left} of the file that no write takes away", "a device that clears poison", $"see the kernel's log; the records stand in {Badblocks.Path}");
        return "FALLOC_FL_ZERO_RANGE and pwrite";
    }

    public void Dispose()
    {
        try
        {
            if (!File.Handle.IsClosed) ClearPoison();
        }
        finally
        {
            Direct?.Dispose();
            Private?.Dispose();
            Probe?.Dispose();
            foreach (var mapping in Shared) mapping.Dispose();
            Pagemap.Dispose();
            File.Dispose();
        }
    }

    private void Overwrite(BadRecord record)
    {
        var page = (ulong)Environment.SystemPageSize;
        var end = Math.Min(record.End * Geometry.SectorSize, File.Length);
        for (var at = record.Sector * Geometry.SectorSize / page * page; at < end; at += page)
            _ = File.Write(Stamps.AsSpan((int)at, (int)page), at);
    }

    private void Map()
    {
        var sync = Mman.MAP_SHARED_VALIDATE | Mman.MAP_SYNC;
        PageMapping first;
        try
        {
            first = Open(Mman.PROT_READ | Mman.PROT_WRITE, sync);
            MapSync = "granted";
        }
        catch (LibcException refused)
        {
            sync = Mman.MAP_SHARED;
            MapSync = $"refused (errno {refused.Errno})";
            first = Open(Mman.PROT_READ | Mman.PROT_WRITE, sync);
        }
        Shared = [first];
        Shared = [first, Open(Mman.PROT_READ | Mman.PROT_WRITE, sync)];
        Probe = Open(Mman.PROT_READ, Mman.MAP_SHARED);
        Private = new(File.Handle, File.Length, Environment.SystemPageSize, Pagemap);

        PageMapping Open(int prot, int flags) => PageMapping.Open(File.Handle, File.Length, prot, flags, Pagemap);
    }

    /// <summary>The file lies where FIEMAP and sysfs say: only then are its sectors known, and poison may be put on them.</summary>
    private void ExamineFrames()
    {
        var page = (ulong)Environment.SystemPageSize;
        if (Probe.Fault(0, page, write: false) is not 0 and var errno)
            throw Refusal.Of(_target, $"a first page that cannot be mapped (errno {errno})", "a file without poison", "see the kernel's log, and name another file");
        FirstPfn = Probe.Pfn(0);
        if (FirstPfn is { } pfn && PhysicalAddress is { } address && pfn != address / page)
            throw Refusal.Of(_target, $"page frame 0x{pfn:x} mapped for the file", $"0x{address / page:x}, which is where {Disk.Holder} and FIEMAP place it",
                "name a file whose blocks lie on the file system's own device, or tell the kernel's developers");
        if (Private.Copy(0) == 0 && Private.Pfn is { } copy && FirstPfn is { } own)
            PrivatePages = copy == own ? $"frame 0x{copy:x}, the file's own" : $"frame 0x{copy:x}, not the file's 0x{own:x}";
        Private.Clear();
    }

    private void OpenDisk(string? writable)
    {
        var path = $"/dev/{Disk.Holder}";
        // Not verified sectors may be somebody else's.
        var write = writable == path && FirstPfn is not null && PhysicalAddress is not null;
        Direct = DirectDisk.Open(path, File.Physical, File.Length, write, out var problem);
        WritesDirect = write && Direct is not null;
        DirectAccess = Direct is null ? problem : WritesDirect ? $"{path} is read and, in the file's own sectors, written" : $"{path} is read; --write-to {path} lets the file's own sectors be written";
    }

    private void ExaminePoison()
    {
        var size = File.Length / Geometry.SectorSize;
        var table = new BadblocksFile(Disk.BadblocksPath, Disk.PartitionStart + File.Physical / Geometry.SectorSize, size);
        Poison = !Disk.IsNdPmem ? $"{Disk.Name} ({Disk.Provider}) has no table of bad blocks of its own"
            : FirstPfn is null || PhysicalAddress is null ? "page frames are hidden from this process, so that the file's sectors cannot be verified: run as root"
            : !table.IsWritable ? $"{table.Path} cannot be written: run as root"
            : !Disk.ClearsPoison ? $"the bus {Disk.Provider} has no clear_error command: what is put on record would stay"
            : "";
        if (Poison.Length > 0) return;
        if (table.Neighbour is { } record)
            throw Refusal.Of(_target, $"poison on record at sector {record} of {Disk.Name}, beside or across the end of the file", "sectors around the file without poison",
                "name another file, or write over those sectors through the file that owns them");
        Badblocks = table;
        Poison = TryPoison();
    }

    /// <summary>Puts one bad sector on the file and takes it off, so that a device that cannot be cleaned is known before any history.</summary>
    private string TryPoison()
    {
        ClearPoison();
        Badblocks!.Set(0, 1);
        Probe.Drop(0, (ulong)Environment.SystemPageSize);
        var errno = Probe.Fault(0, (ulong)Environment.SystemPageSize, write: false);
        return $"by {Badblocks.Path}; a load fault then answers errno {errno}; cleared by {ClearPoison()}";
    }
}
