namespace Conformance.Reference.Model;

/// <summary>
/// PAGE_SHIFT and the page arithmetic of include/linux/pfn.h and mm.h. All of it is unsigned 64-bit and wraps, as phys_addr_t,
/// size_t and unsigned long do there.
/// </summary>
/// <param name="Bits">12, 14 or 16</param>
public readonly record struct PageShift(int Bits)
{
    /// <summary>Bytes of one page.</summary>
    public ulong PAGE_SIZE => 1UL << Bits;

    /// <summary>Keeps the page, drops the byte in it.</summary>
    public ulong PAGE_MASK => ~(PAGE_SIZE - 1);

    /// <summary>Pages to bytes; the high bits of a large page number are lost.</summary>
    public ulong PFN_PHYS(ulong pages) => pages << Bits;

    /// <summary>Bytes to whole pages, rounding down.</summary>
    public ulong PHYS_PFN(ulong bytes) => bytes >> Bits;

    /// <summary>Bytes to pages, rounding up; wraps to 0 within a page of 2^64.</summary>
    public ulong PFN_UP(ulong bytes) => unchecked(bytes + (PAGE_SIZE - 1)) >> Bits;

    /// <summary>The next page boundary at or after a byte; wraps to 0 within a page of 2^64.</summary>
    public ulong PAGE_ALIGN(ulong bytes) => unchecked(bytes + (PAGE_SIZE - 1)) & PAGE_MASK;

    /// <summary>The byte inside its page.</summary>
    public ulong offset_in_page(ulong address) => address & ~PAGE_MASK;

    /// <summary>True for a whole number of pages.</summary>
    public bool PAGE_ALIGNED(ulong bytes) => offset_in_page(bytes) == 0;
}
