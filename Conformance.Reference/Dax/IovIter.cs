namespace Conformance.Reference.Dax;

/// <summary>struct iov_iter (include/linux/uio.h) of a caller whose bytes are the pattern of a seed.</summary>
/// <param name="Seed">names the pattern</param>
/// <param name="Taken">bytes that were taken from it before</param>
public readonly record struct IovIter(byte Seed, ulong Taken = 0)
{
    /// <summary>The same bytes after some more were taken.</summary>
    public IovIter Advance(ulong bytes) => this with { Taken = Taken + bytes };
}
