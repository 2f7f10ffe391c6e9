using System.Runtime.CompilerServices;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>The operations on a device: translation, zeroing, recovery, poison records and liveness (the op codes before iomap_start).</summary>
internal sealed class DeviceOperations(Profile profile, PmemDevice pmem, DaxCore dax)
{
    private readonly DeviceView _view = pmem.View;
    private bool _present;
    private ulong _virtAddr;

    public void Attach(Geometry geometry, Resource? resource)
    {
        _present = geometry.Present;
        _virtAddr = resource?.VirtAddr ?? 0;
        _view.Attach(geometry, resource);
        pmem.Attach(geometry, resource);
        dax.Attach(geometry);
    }

    /// <exception cref="FaultException">the call does not return</exception>
    public void Carry(in Operation operation, ref Outcome outcome)
    {
        switch (operation.Code)
        {
            case OpCode.alloc_dax:
                outcome = Outcome.Of(dax.alloc_dax());
                break;
            case OpCode.dax_direct_access or OpCode.pmem_dax_direct_access:
                DirectAccess(operation, ref outcome);
                break;
            case OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range:
                ZeroPageRange(operation, ref outcome);
                break;
            case OpCode.dax_recovery_write or OpCode.pmem_recovery_write:
                RecoveryWrite(operation, ref outcome);
                break;
            case OpCode.dax_supported:
                DaxSupported(operation, ref outcome);
                break;
            case OpCode.badblocks_set or OpCode.badblocks_clear or OpCode.badblocks_check:
                Records(operation, ref outcome);
                break;
            default:
                Liveness(operation.Code, ref outcome);
                break;
        }
    }

    /// <summary>One direct_access after the other, without a touch of the pages that it answers.</summary>
    /// <param name="calls">the calls</param>
    /// <param name="answers">as many</param>
    /// <param name="at">the first; afterwards the end, or the one that did not return</param>
    /// <exception cref="FaultException">a call does not return</exception>
    public void Translate(ReadOnlySpan<AccessCall> calls, Span<AccessAnswer> answers, ref int at)
    {
        for (var i = at; i < calls.Length; i++)
        {
            at = i;
            Translate(calls[i], ref answers[i]);
        }
        at = calls.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Translate(in AccessCall call, ref AccessAnswer answer)
    {
        if (!profile.AccessMode && call.Mode == (ulong)AccessMode.RecoveryWrite)
        {
            answer = new() { NotSupported = true };
            return;
        }
        var outputs = new Translation { WantsKaddr = call.WantsKaddr, WantsPfn = call.WantsPfn };
        var result = call.Wrapper
            ? dax.dax_direct_access(call.Pgoff, call.NrPages, (AccessMode)call.Mode, ref outputs)
            : dax.Private().pmem_dax_direct_access(call.Pgoff, call.NrPages, (AccessMode)call.Mode, ref outputs);
        answer.Become(result, call.WantsKaddr && outputs.KaddrWritten, unchecked(outputs.Kaddr - _virtAddr), call.WantsPfn && outputs.PfnWritten, outputs.Pfn);
    }

    /// <summary>A digest of what a translation must leave alone, but for the pages.</summary>
    public ulong State()
    {
        var digest = new Digest();
        digest.Add(pmem.Badblocks.TableDigest());
        digest.Add((ulong)dax.ReadLocks << 2 | (dax.Waiting ? 2UL : 0) | (dax.Alive ? 1UL : 0));
        return digest.Value;
    }

    /// <summary>A digest of the data area.</summary>
    public ulong Memory() => _view.Memory();

    /// <summary>kill_dax; false: the device shows as alive after it.</summary>
    public bool TryKill()
    {
        dax.kill_dax();
        return !dax.Alive;
    }

    private void DirectAccess(in Operation operation, ref Outcome outcome)
    {
        var call = AccessCall.Of(operation);
        var answer = new AccessAnswer();
        Translate(call, ref answer);
        outcome = answer.ToOutcome(call);
        if (answer.Result > 0 && call.WantsKaddr) _view.SeeTouched(ref outcome, answer.KaddrWritten ? unchecked(answer.Kaddr + _virtAddr) : 0, (ulong)answer.Result);
    }

    private void ZeroPageRange(in Operation operation, ref Outcome outcome)
    {
        var (pgoff, nrPages) = (operation[0], operation[1]);
        var result = operation.Code == OpCode.dax_zero_page_range ? dax.dax_zero_page_range(pgoff, nrPages) : dax.Private().pmem_dax_zero_page_range(pgoff, nrPages);
        outcome = Outcome.Of(result);
        SeeWritten(ref outcome, pgoff, 0, _view.BytesOf(nrPages));
    }

    private void RecoveryWrite(in Operation operation, ref Outcome outcome)
    {
        if (!profile.AccessMode)
        {
            outcome = Outcome.NotSupported;
            return;
        }
        var (pgoff, offset, bytes, seed) = (operation[0], operation[1], operation[2], (byte)operation[3]);
        var written = operation.Code == OpCode.dax_recovery_write
            ? dax.dax_recovery_write(pgoff, offset, bytes, seed)
            : dax.Private().pmem_recovery_write(pgoff, unchecked(pmem.AddressOf(pgoff) + offset), bytes, seed);
        outcome = Outcome.Of(unchecked((long)written)).Set(Aspect.Failed, written == 0 ? 1UL : 0);
        SeeWritten(ref outcome, pgoff, offset, bytes);
    }

    private void SeeWritten(ref Outcome outcome, ulong pgoff, ulong offset, ulong bytes)
    {
        outcome.Set(Aspect.Fault, (ulong)Fault.None);
        _view.SeeWindow(ref outcome, pgoff, offset, bytes);
        _view.SeeTable(ref outcome);
    }

    private void DaxSupported(in Operation operation, ref Outcome outcome)
    {
        if (!profile.DaxSupportedUsed)
        {
            outcome = Outcome.NotSupported;
            return;
        }
        var supported = dax.dax_supported(unchecked((int)operation[0]), operation[1], operation[2]);
        outcome = Outcome.Of(supported ? 1 : 0).Set(Aspect.Fault, (ulong)Fault.None);
    }

    private void Records(in Operation operation, ref Outcome outcome)
    {
        if (!_present)
        {
            outcome = Outcome.NotSupported;
            return;
        }
        var (sector, sectors) = (operation[0], operation[1]);
        if (operation.Code == OpCode.badblocks_check)
        {
            outcome = Outcome.Of(pmem.Badblocks.Check(sector, sectors, out (ulong FirstBad, ulong BadSectors)? written));
            outcome.SetOutput(Aspect.FirstBad, written.HasValue, written.GetValueOrDefault().FirstBad);
            outcome.SetOutput(Aspect.BadSectors, written.HasValue, written.GetValueOrDefault().BadSectors);
        }
        else
        {
            outcome = Outcome.Of(operation.Code == OpCode.badblocks_set ? pmem.Badblocks.Set(sector, sectors, operation[2] != 0) : pmem.Badblocks.Clear(sector, sectors));
            _view.SeeTable(ref outcome);
        }
        outcome.Set(Aspect.Fault, (ulong)Fault.None);
    }

    private void Liveness(OpCode code, ref Outcome outcome)
    {
        var misuse = Misuse.None;
        var result = 0;
        switch (code)
        {
            case OpCode.kill_dax:
                dax.kill_dax();
                break;
            case OpCode.run_dax:
                dax.run_dax();
                break;
            case OpCode.dax_alive:
                result = dax.dax_alive() ? 1 : 0;
                break;
            case OpCode.dax_read_lock:
                result = dax.dax_read_lock();
                break;
            case OpCode.dax_read_unlock when !dax.dax_read_unlock():
                (result, misuse) = (-EINVAL, Misuse.UnlockNotLocked);
                break;
        }
        outcome = Outcome.Of(result).Set(Aspect.ReadLocks, (ulong)dax.ReadLocks).Set(Aspect.Waiting, dax.Waiting ? 1UL : 0).Set(Aspect.Misuse, (ulong)misuse).Set(Aspect.Fault, (ulong)Fault.None);
        // Without a device there is no bit to see.
        if (_present) outcome.Set(Aspect.Alive, dax.Alive ? 1UL : 0);
    }
}
