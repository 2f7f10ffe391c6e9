using System.Runtime.InteropServices;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Plugins.Daxspec;

namespace Conformance.RealDevice.Plugins;

/// <summary>Loads a library and believes nothing of what it says.</summary>
internal static unsafe class LibraryLoader
{
    /// <summary>Bytes up to which a struct may have grown in later versions; more is no size.</summary>
    private const uint MaxSize = 4096;

    private static readonly int[] Sizes = [4096, 16384, 65536];

    /// <exception cref="TargetException">found, wanted, do</exception>
    public static daxspec_driver* Load(string path)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(Path.GetFullPath(path));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new TargetException($"{path}: found that it cannot be loaded ({Reason(e)}); wanted a shared library for this machine with all it needs; do: build it with cc -shared -fPIC, and see ldd {path}", e);
        }
        if (!NativeLibrary.TryGetExport(library, Symbol, out var symbol))
            throw new TargetException($"{path}: found no symbol {Symbol}; wanted 'const struct daxspec_driver *{Symbol}(void)' (samples/c/daxspec.h); do: define it, extern \"C\" in C++, and see nm -D {path}");
        var driver = ((delegate* unmanaged<daxspec_driver*>)symbol)();
        if (driver is null) throw new TargetException($"{path}: found that {Symbol}() returns NULL; wanted a struct daxspec_driver that stays; do: return the address of a static one");
        if (driver->abi != DAXSPEC_ABI) throw new TargetException($"{path}: found ABI version {driver->abi}; wanted {DAXSPEC_ABI}; do: build it with the daxspec.h of this version, and set .abi = DAXSPEC_ABI");
        var least = (uint)Marshal.OffsetOf<daxspec_driver>(nameof(daxspec_driver.direct_access)) + (uint)sizeof(nint);
        if (driver->size_of < least || driver->size_of > MaxSize || driver->size_of % 8 != 0)
            throw new TargetException($"{path}: found size_of = {driver->size_of}; wanted sizeof(struct daxspec_driver): a multiple of 8, at least {least} (direct_access is in it); do: set .size_of = sizeof(struct daxspec_driver)");
        return driver;
    }

    /// <exception cref="TargetException">one of several that come together is absent</exception>
    public static DriverMembers Members(string path, in daxspec_driver driver)
    {
        var members = DriverMembers.None;
        if (driver.direct_access is not null) members |= DriverMembers.DirectAccess;
        else throw new TargetException($"{path}: found direct_access = NULL; wanted at least that member; do: implement it (samples/c/daxspec.h)");
        if (driver.zero_page_range is not null) members |= DriverMembers.ZeroPageRange;
        if (driver.recovery_write is not null) members |= DriverMembers.RecoveryWrite;
        if (Together(path, ("badblocks_set", driver.badblocks_set is not null), ("badblocks_clear", driver.badblocks_clear is not null), ("badblocks_check", driver.badblocks_check is not null))) members |= DriverMembers.Badblocks;
        if (Together(path, ("kill_dax", driver.kill_dax is not null), ("run_dax", driver.run_dax is not null), ("dax_alive", driver.dax_alive is not null))) members |= DriverMembers.Liveness;
        if ((driver.flags & ~DAXSPEC_CONCURRENT) != 0) throw new TargetException($"{path}: found flags = 0x{driver.flags:x}; wanted 0 or DAXSPEC_CONCURRENT ({DAXSPEC_CONCURRENT}); do: set it so");
        if ((driver.flags & DAXSPEC_CONCURRENT) == 0) return members;
        return members.HasFlag(DriverMembers.Badblocks) ? members | DriverMembers.Concurrent
            : throw new TargetException($"{path}: found DAXSPEC_CONCURRENT without badblocks_set, badblocks_clear and badblocks_check; wanted a table of its own where calls may overlap; do: implement them, or leave the flag");
    }

    /// <summary>page_sizes is the sum of the sizes; 0: all.</summary>
    public static IReadOnlyList<int> PageSizes(string path, ulong sizes)
    {
        const ulong all = 4096 + 16384 + 65536;
        if ((sizes & ~all) != 0) throw new TargetException($"{path}: found page_sizes = {sizes}; wanted 0 (all) or the sum of some of 4096, 16384 and 65536; do: set it so");
        return [.. Sizes.Where(s => sizes == 0 || (sizes & (ulong)s) != 0)];
    }

    /// <summary>KERNEL_VERSION(major, minor, 0); 0 for the documents' own generation.</summary>
    public static uint KernelVersion(string kernel) => Version.TryParse(kernel, out var version) ? (uint)(version.Major << 16 | version.Minor << 8) : 0;

    private static bool Together(string path, params ReadOnlySpan<(string Name, bool There)> members)
    {
        var (there, absent) = (new List<string>(), new List<string>());
        foreach (var (name, isThere) in members) (isThere ? there : absent).Add(name);
        return there.Count > 0 && absent.Count > 0
            ? throw new TargetException($"{path}: found {string.Join(", ", there)} without {string.Join(", ", absent)}; wanted all of them or none; do: implement what is absent, or leave them all NULL")
            : absent.Count == 0;
    }

    private static string Reason(Exception e) => e.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : e.GetType().Name;
}
