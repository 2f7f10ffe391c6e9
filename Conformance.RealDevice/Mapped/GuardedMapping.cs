using System.Runtime.InteropServices;
using Conformance.RealDevice.Native;
using Conformance.Reference.Histories;
using Microsoft.Win32.SafeHandles;
using static Conformance.RealDevice.Native.Mman;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// A part of a file mapped MAP_SHARED, with PROT_NONE space directly before its first and directly behind its last accessible page. The
/// first byte is aligned to the largest PAGE_SIZE, so an address has the same place in a page as its offset from the start.
/// </summary>
internal sealed class GuardedMapping : SafeHandleMinusOneIsInvalid
{
    /// <summary>Bytes of guard on either side: what a stride of a few hundred pages of any size runs into.</summary>
    public const ulong Guard = 32UL << 20;

    /// <summary>64 KiB, the largest PAGE_SIZE of a described device.</summary>
    private const ulong Alignment = 1UL << 16;

    private nuint _reserved;

    public GuardedMapping()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Address of the first mapped byte.</summary>
    public ulong Start { get; private set; }

    /// <summary>Accessible bytes, a multiple of 4096; 0: there are only guards.</summary>
    public ulong Length { get; private set; }

    /// <summary>Maps a part of a file; none of it is accessible before <see cref="Resize"/>.</summary>
    /// <param name="file">open for reading and writing</param>
    /// <param name="offset">byte of the file that comes first, a multiple of 4096</param>
    /// <param name="capacity">bytes to map, a multiple of 4096</param>
    /// <exception cref="TargetException">there is not enough address space</exception>
    public static GuardedMapping Create(SafeFileHandle file, long offset, ulong capacity)
    {
        var mapping = new GuardedMapping { _reserved = (nuint)(capacity + 2 * Guard + Alignment) };
        var reservation = mmap(0, mapping._reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (reservation == MAP_FAILED) throw NoRoom(capacity, Marshal.GetLastPInvokeError());
        mapping.SetHandle(reservation);
        mapping.Start = ((ulong)reservation + Guard + Alignment - 1) & ~(Alignment - 1);
        if (mmap((nint)mapping.Start, (nuint)capacity, PROT_NONE, MAP_SHARED | MAP_FIXED, file, offset) == MAP_FAILED)
        {
            var errno = Marshal.GetLastPInvokeError();
            mapping.Dispose();
            throw NoRoom(capacity, errno);
        }
        // Advice: a huge page for a touched byte would cost 2 MiB, and a core dump would try to hold the whole sparse file. A kernel without it does no harm.
        _ = madvise((nint)mapping.Start, (nuint)capacity, MADV_NOHUGEPAGE);
        _ = madvise((nint)mapping.Start, (nuint)capacity, MADV_DONTDUMP);
        return mapping;
    }

    /// <summary>Moves the guard behind: makes so many bytes from the start on accessible and no more.</summary>
    /// <exception cref="LibcException">mprotect failed</exception>
    public void Resize(ulong length)
    {
        var (from, to) = (Math.Min(Length, length), Math.Max(Length, length));
        if (from == to) return;
        if (mprotect((nint)(Start + from), (nuint)(to - from), length > Length ? PROT_READ | PROT_WRITE : PROT_NONE) != 0) throw LibcException.Last(nameof(mprotect));
        Length = length;
    }

    /// <summary>True when [address, address + length) lies wholly inside the mapping and its guards: elsewhere is other people's memory, which is never touched.</summary>
    public bool Spans(ulong address, ulong length)
    {
        var from = unchecked(address - (Start - Guard));
        var whole = Length + 2 * Guard;
        return from < whole && length <= whole - from;
    }

    /// <summary>True when [address, address + length) is accessible, so that an access must succeed.</summary>
    public bool Backs(ulong address, ulong length)
    {
        var from = unchecked(address - Start);
        return from <= Length && length <= Length - from;
    }

    protected override bool ReleaseHandle() => munmap(handle, _reserved) == 0;

    private static TargetException NoRoom(ulong capacity, int errno) => new(
        $"mmap: found no room to map {capacity} bytes of the scratch file ({Marshal.GetPInvokeErrorMessage(errno)}); wanted twice that as address space for each worker; do: raise the limit (ulimit -v), run fewer workers or smaller devices",
        new LibcException(nameof(mmap), errno));
}
