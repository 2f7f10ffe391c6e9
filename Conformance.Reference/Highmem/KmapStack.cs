using Conformance.Reference.Histories;

namespace Conformance.Reference.Highmem;

/// <summary>
/// kmap_atomic and kunmap_atomic (include/linux/highmem.h, mm/highmem.c): short mappings of a page that nest strictly, with page
/// faults disabled while any is held. A kernel without high memory keeps no stack and detects nothing of what is detected here; one
/// with it warns or stops.
/// </summary>
public sealed class KmapStack
{
    /// <summary>
    /// Mappings that one task may hold here. include/asm-generic/kmap_size.h has 16 (5.11), where the kernel stops at the 16th already;
    /// with debugging 33 in steps of two, where the 17th is the first too many.
    /// </summary>
    public const int KM_MAX_IDX = 16;

    private readonly int[] _held = new int[KM_MAX_IDX];
    private int _next;

    /// <summary>Mappings held, which is also how deep page faults are disabled.</summary>
    public int Depth { get; private set; }

    /// <summary>Nothing is mapped, and the next mapping is number 0.</summary>
    public void Reset() => (Depth, _next) = (0, 0);

    /// <summary>
    /// Maps a page.
    /// </summary>
    /// <param name="mapping">its number, from 0 in the order of mapping; stands for the address</param>
    /// <returns>what was wrong, and then nothing was mapped</returns>
    public Misuse kmap_atomic(out int mapping)
    {
        mapping = _next;
        if (Depth == KM_MAX_IDX) return Misuse.TooDeep;
        _held[Depth++] = _next++;
        return Misuse.None;
    }

    /// <summary>
    /// Unmaps the innermost mapping, named by the address that kmap_atomic answered.
    /// </summary>
    /// <param name="mapping">the number</param>
    /// <param name="byPage">the caller hands over the page, which is no address of a mapping</param>
    /// <returns>what was wrong, and then nothing was unmapped</returns>
    public Misuse kunmap_atomic(ulong mapping, bool byPage)
    {
        if (byPage) return Misuse.UnmapByPage;
        var held = _held.AsSpan(0, Depth);
        if (!held.IsEmpty && (ulong)held[^1] == mapping)
        {
            Depth--;
            return Misuse.None;
        }
        return mapping <= int.MaxValue && held.Contains((int)mapping) ? Misuse.UnmapOutOfOrder : Misuse.UnmapNotMapped;
    }
}
