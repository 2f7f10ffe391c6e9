using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mapped;

/// <summary>What stands between the callers and the driver: struct dax_device, its guards and its liveness (drivers/dax/super.c).</summary>
/// <param name="profile">the generation</param>
/// <param name="pmem">the driver</param>
/// <param name="guarded">every call is guarded as the contract asks, also where the generation's core calls through nothing</param>
internal class DaxCore(Profile profile, PmemDevice pmem, bool guarded = false)
{
    private Geometry _geometry = new();
    private bool _alive;

    /// <summary>The alive bit: the core's own, or the driver's where that keeps one.</summary>
    public bool Alive
    {
        get => _geometry.Present && pmem.KeepsLiveness ? pmem.Alive : _alive;
        protected set
        {
            if (_geometry.Present && pmem.KeepsLiveness) pmem.Alive = value;
            else _alive = value;
        }
    }

    /// <summary>Read sections open.</summary>
    public int ReadLocks { get; protected set; }

    /// <summary>A kill_dax that waits for the read sections.</summary>
    public bool Waiting { get; protected set; }

    protected PmemDevice Pmem => pmem;

    protected Geometry Device => _geometry;

    /// <summary>Who runs, where calls may overlap.</summary>
    public Turns? Turns { get; set; }

    private bool HasTable => (_geometry.Ops & DriverOps.Table) != 0;

    public virtual void Attach(Geometry geometry)
    {
        _geometry = geometry;
        _alive = geometry.Present;
        ReadLocks = 0;
        Waiting = false;
    }

    /// <summary>A table without zero_page_range is refused; no table at all is not.</summary>
    public virtual int alloc_dax() => HasTable && (_geometry.Ops & DriverOps.ZeroPageRange) == 0 ? -EINVAL : 0;

    public virtual long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
    {
        if (!_geometry.Present) return -EOPNOTSUPP;
        if (!Alive) return -ENXIO;
        if ((guarded || profile.NullOpsGuard) && !HasTable) return -EOPNOTSUPP;
        if (nrPages < 0) return !guarded && profile.NegativeCount == NegativeCount.Echo ? nrPages : -EINVAL;
        if (guarded && !Has(DriverOps.DirectAccess)) return -EOPNOTSUPP;
        Call(DriverOps.DirectAccess);
        Turns?.Point();
        var available = Driver().pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
        return available == 0 ? -ERANGE : Math.Min(available, nrPages);
    }

    public virtual int dax_zero_page_range(ulong pgoff, ulong nrPages)
    {
        Follow();
        if (!Alive) return -ENXIO;
        if ((guarded || profile.NullOpsGuard) && !HasTable) return -EOPNOTSUPP;
        if (nrPages != 1) return -EIO;
        if (guarded && !Has(DriverOps.ZeroPageRange)) return -EOPNOTSUPP;
        Call(DriverOps.ZeroPageRange);
        Turns?.Point();
        var result = Driver().pmem_dax_zero_page_range(pgoff, nrPages);
        return result == -EHWPOISON ? -EIO : result;
    }

    /// <summary>Does not look at the alive bit: the driver does, and finds no device behind a dead one.</summary>
    public virtual ulong dax_recovery_write(ulong pgoff, ulong offset, ulong bytes, byte seed)
    {
        Follow();
        if (guarded && !Alive) return 0;
        if (!HasTable) return guarded || profile.NullOpsGuard ? 0UL : throw new FaultException(Fault.NullCall);
        if ((_geometry.Ops & DriverOps.RecoveryWrite) == 0) return 0;
        return Driver().pmem_recovery_write(pgoff, unchecked(pmem.AddressOf(pgoff) + offset), bytes, seed);
    }

    /// <summary>The same with a caller's own bytes.</summary>
    public ulong dax_recovery_write(ulong pgoff, ulong offset, ReadOnlySpan<byte> source)
    {
        Follow();
        if (guarded && !Alive) return 0;
        if (!HasTable) return guarded || profile.NullOpsGuard ? 0UL : throw new FaultException(Fault.NullCall);
        if ((_geometry.Ops & DriverOps.RecoveryWrite) == 0) return 0;
        return Driver().pmem_recovery_write(pgoff, unchecked(pmem.AddressOf(pgoff) + offset), source);
    }

    /// <summary>dax_supported with generic_fsdax_supported behind it: the first and the last page must translate, into the device's own memory map.</summary>
    public virtual bool dax_supported(int blocksize, ulong start, ulong sectors)
    {
        if (!_geometry.Present || !Alive) return false;
        if (guarded && !Has(DriverOps.DaxSupported)) return false;
        Call(DriverOps.DaxSupported);
        if (blocksize != _geometry.PageSize) return false;
        if (bdev_dax_pgoff(start, out var first) != 0) return false;
        var last = unchecked((start + sectors - 1) << Geometry.SectorShift) >> _geometry.PageShift;
        var page = new Translation { WantsKaddr = true, WantsPfn = true };
        var pageOfLast = page;
        var available = dax_direct_access(first, 1, AccessMode.Access, ref page);
        var availableAtLast = dax_direct_access(last, 1, AccessMode.Access, ref pageOfLast);
        return available >= 1 && availableAtLast >= 1 && pmem.HasPageMap(page.Pfn) && pmem.HasPageMap(pageOfLast.Pfn);
    }

    /// <summary>The page offset of a sector of the whole disk. It is written even when the sector is not page aligned, which is EINVAL.</summary>
    public virtual int bdev_dax_pgoff(ulong sector, out ulong pgoff)
    {
        var bytes = sector << Geometry.SectorShift;
        pgoff = bytes >> _geometry.PageShift;
        return (bytes & ((ulong)_geometry.PageSize - 1)) == 0 ? 0 : -EINVAL;
    }

    /// <summary>The page offset of a position of a mapping, by the helper of the generation: 64 bits without a sign, wrapping.</summary>
    public virtual int dax_iomap_pgoff(ulong addr, ulong offset, ulong pos, out ulong pgoff)
    {
        var bytes = unchecked(addr + (pos & ~((ulong)_geometry.PageSize - 1)) - offset);
        if (profile.PgoffHelper == PgoffHelper.BdevDaxPgoff) return bdev_dax_pgoff(bytes >> Geometry.SectorShift, out pgoff);
        pgoff = bytes >> _geometry.PageShift;
        return 0;
    }

    /// <summary>Waits for the read sections (synchronize_srcu). Where calls come one after the other, that is only on record until the last section closes.</summary>
    public virtual void kill_dax()
    {
        if (!_geometry.Present) return;
        Alive = false;
        Waiting = ReadLocks > 0;
        Turns?.Until(() => !Waiting);
    }

    public virtual void run_dax()
    {
        Follow();
        Alive = true;
    }

    public virtual bool dax_alive()
    {
        Follow();
        return Alive;
    }

    /// <summary>0: a section is open.</summary>
    public virtual int dax_read_lock()
    {
        ReadLocks++;
        return 0;
    }

    /// <summary>False: no section was open.</summary>
    public virtual bool dax_read_unlock()
    {
        if (ReadLocks == 0) return false;
        ReadLocks--;
        if (ReadLocks == 0) Waiting = false;
        return true;
    }

    /// <summary>What a driver's member finds: nd_pmem asks dax_get_private, once more, whether the device is alive. A driver of one's own keeps its own pointer.</summary>
    protected virtual PmemDevice Driver() => guarded ? pmem : Private();

    /// <summary>dax_get_private: the driver behind a live device; what follows it behind a dead one follows NULL.</summary>
    public PmemDevice Private()
    {
        Follow();
        return Alive ? pmem : throw new FaultException(Fault.NullCall);
    }

    /// <summary>Follows the dax_device pointer.</summary>
    private void Follow()
    {
        if (!_geometry.Present) throw new FaultException(Fault.NullCall);
    }

    private bool Has(DriverOps member) => HasTable && (_geometry.Ops & member) != 0;

    /// <summary>Calls through a member of the operations table.</summary>
    private void Call(DriverOps member)
    {
        if (!Has(member)) throw new FaultException(Fault.NullCall);
    }
}
