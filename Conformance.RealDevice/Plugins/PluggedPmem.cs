using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Plugins;

/// <summary>The driver's place in a mapped device, with somebody's driver in it.</summary>
/// <param name="profile">the generation around it</param>
/// <param name="seat">the driver</param>
/// <param name="table">its own table of bad sectors, or the one that it is lent</param>
/// <param name="lent">the lent one as the driver sees it, and its records</param>
/// <param name="shared">the device was attached by another, and this is one thread's way to it; null: it is attached here</param>
internal sealed class PluggedPmem(Profile profile, DriverSeat seat, Badblocks table, (IBadTable Table, Func<IReadOnlyList<BadRange>> Records) lent, SharedLiveness? shared = null) : PmemDevice(profile, table)
{
    /// <summary>The longest source that a recovery is tried with, in bytes: it goes to another process whole.</summary>
    public const ulong MaxSource = 1UL << 20;

    private readonly string _kernel = profile.Name;
    private readonly bool _ownTable = table is OwnBadblocks;
    private Geometry _geometry = new();
    private byte[] _source = [];

    public override bool KeepsLiveness => shared is not null || seat.Members.HasFlag(DriverMembers.Liveness);

    public override bool Alive
    {
        get => seat.Members.HasFlag(DriverMembers.Liveness) ? seat.Driver.Alive : shared!.Alive;
        set
        {
            if (seat.Members.HasFlag(DriverMembers.Liveness)) seat.Driver.Alive = value;
            else shared!.Alive = value;
        }
    }

    /// <exception cref="RefusedException">the driver does not want this device</exception>
    /// <exception cref="TroubleException">or does not even want an ordinary one</exception>
    public override void Attach(Geometry geometry, Resource? resource)
    {
        _geometry = geometry;
        if (shared is not null)
        {
            Take(geometry, resource);
            return;
        }
        if (resource is null || !_ownTable) base.Attach(geometry, resource);
        if (resource is null) return;
        if (!seat.PageSizes.Contains(geometry.PageSize)) throw new RefusedException();
        resource.HandOver();
        var opened = seat.Driver.Open(new(geometry, resource, _kernel, lent.Table, lent.Records));
        if (opened != 0) throw Refusal(geometry, opened);
        if (_ownTable) base.Attach(geometry, resource);
    }

    public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Mapped.Translation answer)
    {
        var asked = new DirectAccessAnswer(answer.WantsKaddr, answer.WantsPfn);
        var pages = Declared(seat.Driver.DirectAccess(pgoff, nrPages, mode, ref asked), "direct_access");
        (answer.KaddrWritten, answer.PfnWritten) = (asked.Kaddr is not null, asked.Pfn is not null);
        if (asked.Kaddr is { } kaddr) answer.Kaddr = unchecked(Memory.VirtAddr + kaddr);
        if (asked.Pfn is { } pfn) answer.Pfn = pfn;
        return pages;
    }

    public override int pmem_dax_zero_page_range(ulong pgoff) => pmem_dax_zero_page_range(pgoff, 1);

    /// <exception cref="UnobservableException">it might fill the machine's memory</exception>
    public override int pmem_dax_zero_page_range(ulong pgoff, ulong nrPages)
    {
        if (pgoff < _geometry.Pages && Math.Min(nrPages, _geometry.Pages - pgoff) > Resource.MaxWrite >> PageShift) throw new UnobservableException();
        return (int)Declared(seat.Driver.ZeroPageRange(pgoff, nrPages), "zero_page_range");
    }

    /// <exception cref="UnobservableException">more than <see cref="MaxSource"/></exception>
    public override ulong pmem_recovery_write(ulong pgoff, ulong address, ulong bytes, byte seed)
    {
        if (bytes > MaxSource) throw new UnobservableException();
        if ((ulong)_source.Length < bytes) _source = new byte[Math.Max(bytes, 64 << 10)];
        var source = _source.AsSpan(0, (int)bytes);
        Pattern.Fill(seed, source);
        return pmem_recovery_write(pgoff, address, source);
    }

    public override ulong pmem_recovery_write(ulong pgoff, ulong address, ReadOnlySpan<byte> source) =>
        seat.Driver.RecoveryWrite(pgoff, unchecked(address - AddressOf(pgoff)), source);

    private static long Declared(long result, string member) => result == -EOPNOTSUPP ? throw TroubleException.Undeclared(member, member) : result;

    /// <summary>A device of whole pages and no odd pads is one that every driver takes.</summary>
    private static Exception Refusal(Geometry geometry, int answer)
    {
        var page = (ulong)geometry.PageSize;
        var ordinary = geometry.Pages > 0 && geometry.Size % page == 0 && geometry.DataOffset % page == 0 && geometry.PfnPad % page == 0;
        return ordinary ? new TroubleException(Conduct.AsDeclared, $"open answered {Text(answer)}", "0", $"the device is an ordinary one of {geometry.Pages} whole pages of {page} bytes; if the driver does not work with such pages, let it declare those it works with (page_sizes)")
            : new RefusedException();
    }
}
