using Conformance.Reference.Histories;
using Conformance.Reference.Iomap;

namespace Conformance.Reference.Model;

/// <summary>Loads and stores through mappings, the private page, and what is seen of contents.</summary>
public sealed partial class ReferenceDevice
{
    /// <summary>The private page.</summary>
    private Span<byte> Cow => _cowBytes.AsSpan(0, _geometry.PageSize);

    private Outcome CopyCowPage(in Operation operation)
    {
        var iomap = new IomapExtent(operation[1], operation[2], 0, 0, 0);
        var result = _fsDax.copy_cow_page_dax(_dax_dev, iomap, operation.Signed(0), _pmem.Memory, Cow, out var pgoff);
        var outcome = Outcome.Of(result).Set(Aspect.ReadLocks, (ulong)_super.ReadLocks).Set(Aspect.Depth, (ulong)_kmaps.Depth);
        if (result != 0 || !_kernel.Up) return outcome;
        _hasCow = true;
        // Just copied, so the digest of the one is that of the other.
        outcome.Set(Aspect.Cow, _pmem.Memory.Digest([pgoff]));
        SeeWindow(ref outcome, pgoff, 0, (ulong)_geometry.PageSize);
        return outcome;
    }

    private Outcome Load(in Operation operation) => operation[0] < _geometry.Pages
        ? Outcome.Of(0).Set(Aspect.Contents, _pmem.Memory.Digest([operation[0]]))
        : Outcome.Of(-Errno.EFAULT);

    private Outcome Store(in Operation operation)
    {
        var (pgoff, offset, bytes, seed) = (operation[0], operation[1], operation[2], (byte)operation[3]);
        if (!InDataArea(pgoff, offset, bytes)) return Outcome.Of(-Errno.EFAULT);
        _pmem.Memory.Store(_pmem.Memory.AddressOf(pgoff) + offset, bytes, seed);
        var outcome = Outcome.Of(0);
        SeeWindow(ref outcome, pgoff, offset, bytes);
        return outcome;
    }

    /// <summary>Whether bytes, or none, lie in the whole pages of the data area from one of them on; nothing wraps on the way.</summary>
    private bool InDataArea(ulong pgoff, ulong offset, ulong bytes)
    {
        if (pgoff >= _geometry.Pages) return false;
        var rest = (_geometry.Pages - pgoff) << _geometry.PageShift;
        return offset <= rest && bytes <= rest - offset;
    }

    private Outcome CowLoad() => _hasCow ? Outcome.Of(0).Set(Aspect.Cow, Digest.Of(Cow)) : Outcome.Of(-Errno.EINVAL);

    private Outcome CowStore(in Operation operation)
    {
        var (offset, bytes, seed) = (operation[0], operation[1], (byte)operation[2]);
        if (!_hasCow) return Outcome.Of(-Errno.EINVAL);
        if (offset > (ulong)Cow.Length || bytes > (ulong)Cow.Length - offset) return Outcome.Of(-Errno.EFAULT);
        InitialContents.FillPattern(seed, 0, Cow.Slice((int)offset, (int)bytes));
        return Outcome.Of(0).Set(Aspect.Cow, Digest.Of(Cow));
    }

    private void SeeWindow(ref Outcome outcome, ulong pgoff, ulong offset, ulong bytes)
    {
        if (_dax_dev is null || !_kernel.Up) return;
        var (first, count) = Observation.Window(_geometry, pgoff, offset, bytes);
        if (count == 0) return;
        Span<ulong> pages = stackalloc ulong[count];
        for (var i = 0; i < count; i++) pages[i] = first + (ulong)i;
        outcome.Set(Aspect.Contents, _pmem.Memory.Digest(pages));
    }
}
