using System.Runtime.InteropServices;
using Conformance.RealDevice.Native;
using Microsoft.Win32.SafeHandles;

namespace Conformance.RealDevice.DaxFile;

/// <summary>/proc/self/pagemap: what stands behind a page of this process (Documentation/admin-guide/mm/pagemap.rst).</summary>
internal sealed unsafe class Pagemap : IDisposable
{
    private const ulong PresentBit = 1UL << 63, PfnMask = (1UL << 55) - 1;

    private readonly SafeFileHandle _file = Fcntl.open("/proc/self/pagemap", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);

    /// <summary>True when a page frame is mapped at the address.</summary>
    public bool IsPresent(nint address) => (Entry(address) & PresentBit) != 0;

    /// <summary>The page frame number at the address; null when none is mapped or the kernel hides it (without CAP_SYS_ADMIN it reads as 0).</summary>
    public ulong? Pfn(nint address) => Entry(address) is var entry && (entry & PresentBit) != 0 && (entry & PfnMask) is > 0 and var pfn ? pfn : null;

    public void Dispose() => _file.Dispose();

    private ulong Entry(nint address)
    {
        if (_file.IsInvalid) return 0;
        ulong entry;
        var read = Unistd.pread(_file, &entry, sizeof(ulong), (long)(address / Environment.SystemPageSize) * sizeof(ulong));
        return read == sizeof(ulong) ? entry : read >= 0 ? 0UL : throw LibcException.Last("pread(/proc/self/pagemap)");
    }
}
