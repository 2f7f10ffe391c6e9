using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>What a zero_page_range, recovery_write or store is asked for, and what the state says of that range.</summary>
public sealed class WriteRequest
{
    private OpCode _code;
    private long _pages;

    public ulong Pgoff { get; private set; }

    /// <summary>First byte in the data area; meaningful where <see cref="Inside"/> is not 0.</summary>
    public ulong Start { get; private set; }

    /// <summary>Byte offset in page pgoff.</summary>
    public ulong Offset { get; private set; }

    /// <summary>Bytes asked for.</summary>
    public ulong Bytes { get; private set; }

    /// <summary>Bytes asked for that lie in the whole pages of the device.</summary>
    public ulong Inside { get; private set; }

    public WriteKind Kind { get; private set; }

    public byte Seed { get; private set; }

    /// <summary>The poison on the pages that the range touches.</summary>
    public RangeState Poison { get; private set; }

    /// <summary>The member that does the work is there.</summary>
    public bool Callable { get; private set; }

    /// <summary>Nothing may be written: no device, not alive, no member, or nothing of the range is in the device.</summary>
    public bool Refused { get; private set; }

    /// <summary>One clear command clears the pages of the range (true), clears nothing (false), or less than that (null).</summary>
    public bool? CanClear { get; private set; }

    /// <summary>Bytes were asked for, all of them in the device.</summary>
    public bool IsInside => Bytes > 0 && Inside == Bytes;

    /// <summary>A zero_page_range of exactly one page.</summary>
    public bool IsOnePage => _pages == 1;

    /// <summary>The pages of a zero_page_range as the caller's signed number.</summary>
    public long NrPages => _pages;

    /// <summary>The address lies in page pgoff, and pages of the data area are pages of memory: anything else no caller asks for.</summary>
    public bool IsOnItsPage { get; private set; }

    /// <summary>Begins and ends at pages of memory.</summary>
    public bool IsAligned { get; private set; }

    /// <summary>Bytes that the outcome says were written.</summary>
    public ulong Written(Step step) => step.Success <= 0 ? 0
        : _code is OpCode.dax_recovery_write or OpCode.pmem_recovery_write or OpCode.pwrite or OpCode.write_direct && step.Sees(Aspect.Result) ? Math.Min((ulong)step.Result, Bytes)
        : Bytes;

    /// <summary>Nothing may have happened: the request is refused, or the wrapper failed a count that it may refuse, or a store reaches over the end.</summary>
    public bool HasNoEffect(Step step) => Refused || step.Success < 0 && (IsZeroing ? step.IsWrapper && !IsOnePage : _code == OpCode.store && Inside < Bytes);

    /// <summary>Without a success the bytes may have been written all the same: the contract does not say.</summary>
    public bool MayHaveWritten(Step step) => !HasNoEffect(step) && !(IsZeroing && step.Success < 0 && !Poison.AllClean && step.Profile.ClearBeforeWrite);

    /// <summary>
    /// A request that nothing was to come of was answered as if something had: where its bytes went is not known. Kernels that write
    /// before they clear poison may also have written what they then call a failure.
    /// </summary>
    public bool MayHaveGoneAstray(Step step) => step.Success > 0 ? Bytes > 0 || !step.IsWrapper
        : IsZeroing && !step.Profile.ClearBeforeWrite && step.Geometry.Present && Pgoff >= step.Geometry.Pages;

    internal void Load(Step step)
    {
        var geometry = step.Geometry;
        ref readonly var operation = ref step.Operation;
        _code = operation.Code;
        _pages = IsZeroing ? operation.Signed(1) : 0;
        Pgoff = operation[0];
        Offset = IsZeroing ? 0 : operation[1];
        Bytes = IsDirect ? 0 : !IsZeroing ? operation[2] : _pages < 0 || _pages > long.MaxValue >> geometry.PageShift ? ulong.MaxValue : (ulong)_pages << geometry.PageShift;
        if (IsDirect) (Pgoff, Offset, Bytes) = Observation.OfSectors(geometry, operation[0], operation[1]);
        (Kind, Seed) = IsDirect ? (WriteKind.Pattern, (byte)operation[2]) : IsZeroing ? (WriteKind.Zeros, (byte)0) : (WriteKind.Pattern, (byte)operation[3]);
        IsOnItsPage = geometry.DataOffset % (ulong)geometry.PageSize == 0 && Offset < (ulong)geometry.PageSize;
        IsAligned = IsOnItsPage && Offset % (ulong)geometry.PageSize == 0 && Bytes % (ulong)geometry.PageSize == 0;
        Callable = _code switch
        {
            OpCode.dax_zero_page_range => step.Has(DriverOps.ZeroPageRange),
            OpCode.dax_recovery_write => step.Has(DriverOps.RecoveryWrite),
            OpCode.pwrite => step.Has(DriverOps.DirectAccess),
            _ => true,
        };
        Place(geometry);
        // A file does not grow, and there is a longest transfer: such a write is not made.
        if (IsTransfer && Bytes > Observation.MaxTransfer || _code == OpCode.pwrite && Inside < Bytes) Inside = 0;
        Refused = !geometry.Present || !Callable || step.IsWrapper && !step.IsAlive || Inside == 0;
        LookAtPoison(step);
    }

    private bool IsDirect => _code == OpCode.write_direct;

    private bool IsTransfer => _code is OpCode.pwrite or OpCode.write_direct;

    private bool IsZeroing => _code is OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range;

    private void Place(Geometry geometry)
    {
        (Start, Inside) = (0, 0);
        if (!geometry.Present || Pgoff >= geometry.Pages) return;
        var rest = (geometry.Pages - Pgoff) << geometry.PageShift;
        if (Offset >= rest) return;
        Start = (Pgoff << geometry.PageShift) + Offset;
        Inside = Math.Min(Bytes, rest - Offset);
    }

    private void LookAtPoison(Step step)
    {
        var (poison, geometry) = (step.State.Poison, step.Geometry);
        if (Inside == 0)
        {
            (Poison, CanClear) = (new() { Any = SectorState.Clean }, true);
            return;
        }
        var shift = geometry.PageShift;
        var (firstPage, lastPage) = (Start >> shift, (Start + Inside - 1) >> shift);
        if (IsDirect)
        {
            // A disk knows sectors; one clear command is for a page of the caller's memory at the most.
            Poison = poison.Sectors.Look(Start >> Geometry.SectorShift, (Start + Inside - 1) >> Geometry.SectorShift);
            CanClear = geometry.Clear <= 0 ? false : (ulong)geometry.Clear >= Math.Min(Inside, (ulong)geometry.PageSize) ? true : null;
            return;
        }
        Poison = poison.Sectors.Look(firstPage << (shift - Geometry.SectorShift), ((lastPage + 1) << (shift - Geometry.SectorShift)) - 1);
        CanClear = geometry.Clear <= 0 ? false : (ulong)geometry.Clear >= (lastPage - firstPage + 1) << shift ? true : null;
    }
}
