using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>The driver: struct pmem_device and the members of its dax_operations (drivers/nvdimm/pmem.c), over real memory.</summary>
/// <param name="profile">the generation</param>
/// <param name="badblocks">its table of bad sectors; null: the generation's</param>
internal class PmemDevice(Profile profile, Badblocks? badblocks = null)
{
    /// <summary>phys_addr, data_offset, size, pfn_pad and what clearing poison achieves.</summary>
    private Geometry _geometry = new();

    /// <summary>What virt_addr points to; null while there is no device.</summary>
    private Resource? _resource;

    /// <summary>What is seen of it.</summary>
    public DeviceView View => field ??= new(this);

    public Badblocks Badblocks { get; private set; } = badblocks ?? Badblocks.For(profile.Badblocks);

    /// <summary>Who runs, where calls may overlap.</summary>
    protected Turns? Turns { get; private set; }

    /// <summary>The driver keeps the alive bit itself; otherwise the core does.</summary>
    public virtual bool KeepsLiveness => false;

    /// <summary>The driver's own alive bit.</summary>
    public virtual bool Alive { get; set; }

    protected Resource Memory => _resource ?? throw new FaultException(Fault.NullCall);

    protected Geometry Device => _geometry;

    protected Profile Profile => profile;

    protected int PageShift => _geometry.PageShift;

    protected ulong PageSize => 1UL << PageShift;

    /// <summary>From now on calls may overlap.</summary>
    /// <param name="turns">who runs</param>
    /// <param name="locked">puts the table behind a lock</param>
    public void Share(Turns turns, Func<Badblocks, Badblocks> locked) => (Turns, Badblocks) = (turns, locked(Badblocks));

    /// <summary>A device as its geometry describes it, poison on record included.</summary>
    public virtual void Attach(Geometry geometry, Resource? resource)
    {
        Take(geometry, resource);
        Badblocks.Empty(geometry.PageSize);
        foreach (var bad in geometry.Bad) Badblocks.Set(bad.Sector, bad.Sectors, bad.Acknowledged);
    }

    /// <summary>Becomes one more way to a device that another has attached.</summary>
    protected void Take(Geometry geometry, Resource? resource) => (_geometry, _resource) = (geometry, resource);

    /// <summary>Where a page of the data area, or what counts as one beyond it, would be in memory.</summary>
    public ulong AddressOf(ulong pgoff) => unchecked(Memory.VirtAddr + OffsetOf(pgoff));

    /// <summary>__pmem_direct_access: pages that may be used at a page offset, or a negative errno.</summary>
    public virtual long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
    {
        if (profile.OutputsBeforeCheck) Translate(pgoff, ref answer);
        if (IsKnownBad(pgoff, nrPages, out var firstBad))
        {
            if (mode != AccessMode.RecoveryWrite) return -profile.PoisonErrno;
            return RecoveryStride(FirstSector(pgoff), firstBad);
        }
        Turns?.Point();
        if (!profile.OutputsBeforeCheck) Translate(pgoff, ref answer);
        if (Badblocks.Count != 0) return nrPages;
        // Unsigned on purpose: beyond the end the difference wraps, and what is left counts as available.
        return (long)(unchecked(_geometry.Size - _geometry.PfnPad - OffsetOf(pgoff)) >> PageShift);
    }

    /// <summary>Zeroes one page, however many are asked for, and looks at no bounds. 0, or EIO if poison is left.</summary>
    public virtual int pmem_dax_zero_page_range(ulong pgoff)
    {
        var offset = OffsetOf(pgoff);
        var bad = IsBad(FirstSector(pgoff), (uint)PageSize);
        if (profile.ClearBeforeWrite)
        {
            if (bad && !ClearForWrite(offset, (uint)PageSize)) return -EIO;
            Turns?.Point();
            WriteZeros(Memory.VirtAddr + offset);
            return 0;
        }
        WriteZeros(Memory.VirtAddr + offset);
        if (!bad) return 0;
        Turns?.Point();
        var whole = ClearForWrite(offset, (uint)PageSize);
        WriteZeros(Memory.VirtAddr + offset);
        return whole ? 0 : -EIO;
    }

    /// <summary>The member as it is called, with a count of pages.</summary>
    public virtual int pmem_dax_zero_page_range(ulong pgoff, ulong nrPages) => pmem_dax_zero_page_range(pgoff);

    /// <summary>
    /// Writes a pattern where a page may be poisoned: clears, writes, and only then takes the record away. Poison is only cleared for
    /// whole pages, and not for less than all of them; clearing nothing at all counts as done.
    /// </summary>
    /// <returns>bytes written; 0: failed</returns>
    public virtual ulong pmem_recovery_write(ulong pgoff, ulong address, ulong bytes, byte seed)
    {
        if (!TryRecover(pgoff, address, bytes, out var cleared)) return 0;
        Turns?.Point();
        Memory.WritePattern(address, bytes, seed, mapping: 0);
        Turns?.Point();
        ForgetPoison(OffsetOf(pgoff), cleared);
        return bytes;
    }

    /// <summary>The same with a caller's own bytes.</summary>
    public virtual ulong pmem_recovery_write(ulong pgoff, ulong address, ReadOnlySpan<byte> source)
    {
        if (!TryRecover(pgoff, address, (ulong)source.Length, out var cleared)) return 0;
        Memory.Write(address, source);
        ForgetPoison(OffsetOf(pgoff), cleared);
        return (ulong)source.Length;
    }

    /// <summary>Reads sectors of one page of the caller's; false: one of them is on record as bad, and nothing is read.</summary>
    public virtual bool ReadSectors(ulong sector, Span<byte> destination)
    {
        if (IsBad(sector, (uint)destination.Length)) return false;
        Memory.Read(AddressOfSector(sector), destination);
        return true;
    }

    /// <summary>Writes sectors of one page of the caller's; false: their poison was not cleared whole. Until 5.18 they are written even so.</summary>
    public virtual bool WriteSectors(ulong sector, ReadOnlySpan<byte> source)
    {
        var offset = unchecked((sector << Geometry.SectorShift) + _geometry.DataOffset);
        var bad = IsBad(sector, (uint)source.Length);
        if (!profile.ClearBeforeWrite) Memory.Write(AddressOfSector(sector), source);
        if (bad && !ClearForWrite(offset, (uint)source.Length)) return false;
        if (profile.ClearBeforeWrite) Memory.Write(AddressOfSector(sector), source);
        return true;
    }

    /// <summary>True when a page frame belongs to the memory map that the driver made for the device: its resource without the pads.</summary>
    public bool HasPageMap(ulong pfn)
    {
        if (_geometry.Size <= _geometry.PfnPad) return false;
        var last = unchecked(_geometry.PhysAddr + _geometry.Size - _geometry.PfnPad - 1);
        return pfn >= _geometry.PhysAddr >> PageShift && pfn <= last >> PageShift;
    }

    /// <summary>Whether the range holds recorded poison, and the first sector of the record that it meets first.</summary>
    protected virtual bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad)
    {
        firstBad = 0;
        if (Badblocks.Count == 0 || Badblocks.Check(FirstSector(pgoff), SectorsToCheck(nrPages), out BadRecord bad) == 0) return false;
        firstBad = bad.Start;
        return true;
    }

    /// <summary>Zeroes the page at an address.</summary>
    protected virtual void WriteZeros(ulong address) => Memory.WriteZeros(address, (int)PageSize);

    /// <summary>What stands before a recovery: nothing in a clean range, else clearing all of it; false: it cannot be done.</summary>
    protected virtual bool TryRecover(ulong pgoff, ulong address, ulong bytes, out long cleared)
    {
        cleared = 0;
        var inPage = address & (PageSize - 1);
        var length = unchecked(inPage + bytes + PageSize - 1) & ~(PageSize - 1);
        if (!IsBad(FirstSector(pgoff), unchecked((uint)length))) return true;
        if (inPage != 0 || (bytes & (PageSize - 1)) != 0) return false;
        cleared = ClearPoison(unchecked((uint)length));
        return cleared == 0 || cleared > 0 && (ulong)cleared >= length;
    }

    protected ulong AddressOfSector(ulong sector) => unchecked(Memory.VirtAddr + (sector << Geometry.SectorShift) + _geometry.DataOffset);

    protected ulong OffsetOf(ulong pgoff) => unchecked((pgoff << PageShift) + _geometry.DataOffset);

    /// <summary>Sectors count from the data area, not from the resource.</summary>
    protected virtual ulong FirstSector(ulong pgoff) => pgoff << PageShift >> Geometry.SectorShift;

    /// <summary>Sectors of a count of pages, after the 32 bits they pass through on the way.</summary>
    protected virtual ulong SectorsToCheck(long nrPages)
    {
        var bytes = unchecked((ulong)nrPages) << PageShift;
        return profile.CheckLength == CheckLength.Bytes32 ? unchecked((uint)bytes) >> Geometry.SectorShift : unchecked((uint)(bytes >> Geometry.SectorShift));
    }

    protected virtual void Translate(ulong pgoff, ref Translation answer)
    {
        var offset = OffsetOf(pgoff);
        answer.Kaddr = unchecked(Memory.VirtAddr + offset);
        answer.Pfn = unchecked(_geometry.PhysAddr + offset) >> PageShift;
        answer.Written = true;
    }

    /// <summary>Pages up to the bad record, or one: in whole pages, and wrapping when the record starts before the asked sector.</summary>
    protected virtual long RecoveryStride(ulong sector, ulong firstBad)
    {
        var bytes = unchecked((firstBad - sector) << Geometry.SectorShift);
        var pages = (unchecked(bytes + PageSize - 1) & ~(PageSize - 1)) >> PageShift;
        return pages == 0 ? 1 : (long)pages;
    }

    protected bool IsBad(ulong sector, uint bytes) => Badblocks.Count != 0 && Badblocks.Check(sector, bytes >> Geometry.SectorShift, out BadRecord _) != 0;

    /// <summary>Clears the poison of some bytes and its record, as far as the command gets; true when all is cleared.</summary>
    protected virtual bool ClearForWrite(ulong offset, uint bytes)
    {
        var cleared = ClearPoison(bytes);
        if (cleared > 0) ForgetPoison(offset, cleared);
        return cleared >= bytes;
    }

    /// <summary>The device's clear-poison command: bytes cleared or a negative errno.</summary>
    protected long ClearPoison(ulong length) => _geometry.Clear < 0 ? _geometry.Clear : (long)Math.Min((ulong)_geometry.Clear, length);

    /// <summary>Takes cleared bytes from the offset on off the record; less than a sector is nothing.</summary>
    protected virtual void ForgetPoison(ulong offset, long cleared)
    {
        var sectors = (ulong)cleared >> Geometry.SectorShift;
        if (sectors != 0) Badblocks.Clear(unchecked(offset - _geometry.DataOffset) >> Geometry.SectorShift, sectors);
    }
}
