using System.Runtime.CompilerServices;
using Conformance.Reference.Dax;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Model;

/// <summary>The operations of a DAX device and its driver.</summary>
public sealed partial class ReferenceDevice
{
    /// <summary>Becomes a device in its initial state, for <see cref="Translate"/>.</summary>
    /// <returns>false: it cannot come into that state</returns>
    public bool Become(Geometry geometry) => Reset(geometry);

    /// <summary>kill_dax.</summary>
    public void Kill() => _super.kill_dax(_dax_dev);

    /// <summary>One direct_access after the other, without a touch of the pages that it answers. After a fault the device goes on as if that call had not been made.</summary>
    /// <param name="calls">the calls</param>
    /// <param name="answers">as many</param>
    public void Translate(ReadOnlySpan<AccessCall> calls, Span<AccessAnswer> answers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(answers.Length, calls.Length, nameof(answers));
        for (var i = 0; i < calls.Length; i++)
        {
            if (!Supports(calls[i].Mode))
            {
                answers[i] = new() { NotSupported = true };
                continue;
            }
            Ask(calls[i], ref answers[i]);
            if (_kernel.Up) continue;
            answers[i] = new() { Fault = _kernel.Fault };
            _kernel.Boot(_geometry.PageShift);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ask(in AccessCall call, ref AccessAnswer answer)
    {
        var mode = Mode(call.Mode);
        Output kaddr = new(call.WantsKaddr), pfn = new(call.WantsPfn);
        var result = call.Wrapper
            ? _super.dax_direct_access(_dax_dev, call.Pgoff, call.NrPages, mode, ref kaddr, ref pfn)
            : _pmemDriver.pmem_dax_direct_access(_dax_dev, call.Pgoff, call.NrPages, mode, ref kaddr, ref pfn);
        answer.Become(result, kaddr.Written, kaddr.Value, pfn.Written, pfn.Value);
    }

    private Outcome DirectAccess(in Operation operation)
    {
        var call = AccessCall.Of(operation);
        var answer = new AccessAnswer();
        Ask(call, ref answer);
        var outcome = answer.ToOutcome(call);
        if (answer.Result > 0 && call.WantsKaddr) Touch(ref outcome, answer.Kaddr, (ulong)answer.Result);
        return outcome;
    }

    private void Touch(ref Outcome outcome, ulong kaddr, ulong pages)
    {
        var touched = Math.Min(pages, _pmem.Memory.PagesFrom(kaddr));
        outcome.Set(Aspect.Touched, touched);
        if (touched == 0) return;
        // By address: from the pages in front of the data area one comes to its page 0.
        var last = kaddr + ((touched - 1) << _geometry.PageShift);
        ReadOnlySpan<ulong> ends = [_pmem.Memory.PageAt(kaddr), _pmem.Memory.PageAt(last)];
        outcome.Set(Aspect.Contents, _pmem.Memory.Digest(touched == 1 ? ends[..1] : ends));
    }

    private Outcome ZeroPageRange(in Operation operation)
    {
        var (pgoff, nr_pages) = (operation[0], operation[1]);
        var result = operation.Code == OpCode.dax_zero_page_range
            ? _super.dax_zero_page_range(_dax_dev, pgoff, nr_pages)
            : _pmemDriver.pmem_dax_zero_page_range(_dax_dev, pgoff, nr_pages);
        var outcome = Outcome.Of(result);
        // A window shows two pages of the range at the most; a count (size_t) of more must not wrap on its way to bytes.
        SeeWindow(ref outcome, pgoff, 0, Math.Min(nr_pages, 2) << _geometry.PageShift);
        SeeTable(ref outcome);
        return outcome;
    }

    private Outcome RecoveryWrite(in Operation operation)
    {
        var (pgoff, offset, bytes, seed) = (operation[0], operation[1], operation[2], (byte)operation[3]);
        var addr = unchecked(_pmem.Memory.AddressOf(pgoff) + offset);
        var result = operation.Code == OpCode.dax_recovery_write
            ? _super.dax_recovery_write(_dax_dev, pgoff, addr, bytes, new(seed))
            : _pmemDriver.pmem_recovery_write(_dax_dev, pgoff, addr, bytes, new(seed));
        var outcome = Outcome.Of(unchecked((long)result)).Set(Aspect.Failed, result == 0 ? 1UL : 0);
        SeeWindow(ref outcome, pgoff, offset, bytes);
        SeeTable(ref outcome);
        return outcome;
    }

    private Outcome DaxSupported(in Operation operation) =>
        // The block size is an int.
        Outcome.Of(_super.dax_supported(_dax_dev, unchecked((int)operation[0]), operation[1], operation[2]) ? 1 : 0);

    private Outcome KillDax()
    {
        _super.kill_dax(_dax_dev);
        return Liveness(0, Misuse.None);
    }

    private Outcome RunDax()
    {
        _super.run_dax(_dax_dev);
        return Liveness(0, Misuse.None);
    }

    private Outcome DaxReadLock()
    {
        _super.dax_read_lock();
        return Liveness(0, Misuse.None);
    }

    private Outcome DaxReadUnlock() =>
        _super.dax_read_unlock() ? Liveness(0, Misuse.None) : Liveness(-Errno.EINVAL, Misuse.UnlockNotLocked);

    private Outcome Liveness(long result, Misuse misuse)
    {
        var outcome = Outcome.Of(result).Set(Aspect.Misuse, (ulong)misuse);
        if (_dax_dev is not null) outcome.Set(Aspect.Alive, _dax_dev.Alive ? 1UL : 0);
        return outcome.Set(Aspect.ReadLocks, (ulong)_super.ReadLocks).Set(Aspect.Waiting, _super.Waiting ? 1UL : 0);
    }
}
