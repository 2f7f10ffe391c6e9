using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>The operations of those who use a device: iteration, kmap, copy on write and mappings (the op codes from iomap_start to cow_store).</summary>
internal class CallerOperations(PmemDevice pmem, PrivatePage privatePage, DaxCore dax, KmapStack kmaps, IomapIterator iterator)
{
    private readonly DeviceView _view = pmem.View;
    private readonly IomapIterator _iterator = iterator;
    private readonly PrivatePage _private = privatePage;
    private readonly ScratchBytes _pattern = new();
    private Geometry _geometry = new();
    private Resource? _resource;

    protected Geometry Device => _geometry;

    protected Resource? Memory => _resource;

    public virtual void Attach(Geometry geometry, Resource? resource)
    {
        _geometry = geometry;
        _resource = resource;
        _iterator.Start(0, 0);
        kmaps.Empty();
        _private.Forget();
    }

    /// <exception cref="FaultException">the call does not return</exception>
    /// <exception cref="UnobservableException">a store is too large</exception>
    public void Carry(in Operation operation, ref Outcome outcome)
    {
        switch (operation.Code)
        {
            case OpCode.iomap_start:
                _iterator.Start(operation[0], operation[1]);
                outcome = Outcome.Of(0).Set(Aspect.Pos, _iterator.Pos).Set(Aspect.Len, _iterator.Len);
                break;
            case OpCode.iomap_iter:
                Iterate(operation, ref outcome);
                break;
            case OpCode.dax_iomap_pgoff:
                outcome = Outcome.Of(dax.dax_iomap_pgoff(operation[0], operation[1], operation[2], out var pgoff)).Set(Aspect.Pgoff, pgoff);
                break;
            case OpCode.kmap_atomic or OpCode.kunmap_atomic:
                Kmap(operation, ref outcome);
                break;
            case OpCode.copy_cow_page_dax:
                CopyCowPage(operation, ref outcome);
                break;
            case OpCode.load:
                Load(operation, ref outcome);
                break;
            case OpCode.store:
                Store(operation, ref outcome);
                break;
            default:
                Private(operation, ref outcome);
                break;
        }
    }

    private void Iterate(in Operation operation, ref Outcome outcome)
    {
        var map = new Iomap(operation[2], operation[3], operation[4], (operation[5] & Iomap.StaleFlag) != 0);
        var source = new Iomap(operation[8], operation[9], operation[7], Stale: false);
        var answer = new IomapAnswer(unchecked((int)operation[1]), map, source, unchecked((int)operation[6]));
        outcome = Outcome.Of(_iterator.iomap_iter(operation.Signed(0), answer))
            .Set(Aspect.Pos, _iterator.Pos).Set(Aspect.Len, _iterator.Len)
            .Set(Aspect.MapOffset, _iterator.Map.Offset).Set(Aspect.MapLength, _iterator.Map.Length)
            .Set(Aspect.Begun, _iterator.Begun ? 1UL : 0).Set(Aspect.Ended, _iterator.Ended ? 1UL : 0);
        if (_iterator.Ended) outcome.Set(Aspect.EndLength, _iterator.EndLength).Set(Aspect.EndWritten, _iterator.EndWritten);
    }

    private void Kmap(in Operation operation, ref Outcome outcome)
    {
        var result = operation.Code == OpCode.kmap_atomic ? kmaps.kmap_atomic(out var misuse) : kmaps.kunmap_atomic(operation[0], operation[1] != 0, out misuse);
        outcome = Outcome.Of(result).Set(Aspect.Depth, (ulong)kmaps.Depth).Set(Aspect.Misuse, (ulong)misuse);
    }

    /// <summary>copy_cow_page_dax (fs/dax.c): one page is translated for normal access and copied; read section and kmap are closed again on every way out.</summary>
    /// <returns>0 or a negative errno</returns>
    protected virtual long copy_cow_page_dax(ulong pos, ulong addr, ulong offset, out ulong pgoff)
    {
        long result = dax.dax_iomap_pgoff(addr, offset, pos, out pgoff);
        if (result != 0) return result;
        var answer = new Translation { WantsKaddr = true };
        result = dax.dax_direct_access(pgoff, 1, AccessMode.Access, ref answer);
        if (result < 0) return result;
        Copy(answer.Kaddr);
        return 0;
    }

    /// <summary>Makes the private page of the page at an address.</summary>
    protected void Copy(ulong kaddr) => _private.CopyFrom(_resource!, kaddr, _geometry.PageSize);

    private void CopyCowPage(in Operation operation, ref Outcome outcome)
    {
        var result = copy_cow_page_dax(operation[0], operation[1], operation[2], out var pgoff);
        outcome = Outcome.Of(result).Set(Aspect.ReadLocks, (ulong)dax.ReadLocks).Set(Aspect.Depth, (ulong)kmaps.Depth).Set(Aspect.Fault, (ulong)Fault.None);
        if (result != 0) return;
        SeePrivate(ref outcome);
        _view.SeeWindow(ref outcome, pgoff, 0, (ulong)_geometry.PageSize);
    }

    protected virtual void Load(in Operation operation, ref Outcome outcome)
    {
        if (_resource is null)
        {
            outcome = Outcome.NotSupported;
            return;
        }
        if (operation[0] >= _geometry.Pages)
        {
            outcome = Outcome.Of(-EFAULT);
            return;
        }
        outcome = Outcome.Of(0);
        _view.SeePages(ref outcome, operation[0], 1, operation[1] == 0 ? 0 : 1);
    }

    protected virtual void Store(in Operation operation, ref Outcome outcome)
    {
        if (_resource is null)
        {
            outcome = Outcome.NotSupported;
            return;
        }
        var (pgoff, offset, bytes, mapping) = (operation[0], operation[1], operation[2], operation[4] == 0 ? 0 : 1);
        if (!Holds(pgoff, offset, bytes))
        {
            outcome = Outcome.Of(-EFAULT);
            return;
        }
        _resource.WritePattern(pmem.AddressOf(pgoff) + offset, bytes, (byte)operation[3], mapping);
        outcome = Outcome.Of(0);
        _view.SeeWindow(ref outcome, pgoff, offset, bytes, 1 - mapping);
    }

    /// <summary>True when the bytes lie wholly inside the N pages.</summary>
    private bool Holds(ulong pgoff, ulong offset, ulong bytes)
    {
        if (pgoff >= _geometry.Pages) return false;
        var left = (_geometry.Pages - pgoff) << _geometry.PageShift;
        return offset <= left && bytes <= left - offset;
    }

    private void Private(in Operation operation, ref Outcome outcome)
    {
        if (_private.Size == 0)
        {
            outcome = Outcome.Of(-EINVAL);
            return;
        }
        if (operation.Code == OpCode.cow_store)
        {
            var (offset, bytes, size) = (operation[0], operation[1], (ulong)_private.Size);
            if (offset > size || bytes > size - offset)
            {
                outcome = Outcome.Of(-EFAULT);
                return;
            }
            var pattern = _pattern.First((int)bytes);
            Pattern.Fill((byte)operation[2], pattern);
            _private.Write((int)offset, pattern);
        }
        outcome = Outcome.Of(0);
        SeePrivate(ref outcome);
    }

    private void SeePrivate(ref Outcome outcome) => _view.See(ref outcome, Aspect.Cow, _private.Bytes);
}
