using Conformance.Reference.Block;
using Conformance.Reference.Dax;
using Conformance.Reference.Fs;
using Conformance.Reference.Highmem;
using Conformance.Reference.Histories;
using Conformance.Reference.Iomap;
using Conformance.Reference.Nvdimm;
using Conformance.Reference.Profiles;

namespace Conformance.Reference.Model;

/// <summary>
/// The exact model as a device under test: carries histories out on the modelled kernel functions of one generation. What every
/// operation means and what is seen of it stands in docs/histories.md; here is one method for each.
/// </summary>
public sealed partial class ReferenceDevice : IDeviceUnderTest
{
    private readonly Kernel _kernel;
    private readonly Super _super;
    private readonly Pmem _pmemDriver;
    private readonly FsDax _fsDax;
    private readonly DaxFile _file;
    private readonly Fops _fops;
    private readonly Iter _iter;
    private readonly KmapStack _kmaps = new();
    private readonly PmemDevice _pmem;
    private readonly DaxDevice _present = new();
    private readonly DaxOperations?[] _tables = new DaxOperations?[(int)DriverOps.All + 1];
    private Geometry _geometry = new();

    /// <summary>What the caller holds: the device, or null.</summary>
    private DaxDevice? _dax_dev;
    private IomapIter _iterator;

    /// <summary>Room for one private page of the largest size.</summary>
    private byte[] _cowBytes = [];
    private bool _hasCow;

    public ReferenceDevice(Profile profile)
    {
        _kernel = new(profile);
        _super = new(_kernel);
        _pmemDriver = new(_kernel, _super);
        _fsDax = new(_kernel, _super);
        _file = new(_kernel, _super, _fsDax);
        _fops = new(_kernel, _pmemDriver);
        _iter = new(_kernel);
        _pmem = new(profile);
    }

    private Profile Profile => _kernel.Profile;

    public void Run(History history, Span<Outcome> outcomes)
    {
        if (outcomes.Length < history.Operations.Length)
            throw new ArgumentException($"{history.Operations.Length} operations need as many outcomes, got room for {outcomes.Length}", nameof(outcomes));
        var operations = history.Operations.AsSpan();
        var ready = Reset(history.Geometry);
        for (var i = 0; i < operations.Length; i++)
            outcomes[i] = ready && _kernel.Up ? Carry(operations[i]) : Outcome.NotObservable;
    }

    public void Dispose()
    {
    }

    /// <returns>false: the device cannot come into that state, because recording its poison does not end</returns>
    private bool Reset(Geometry geometry)
    {
        _geometry = geometry;
        if (_cowBytes.Length < geometry.PageSize) (_cowBytes, _fault) = (new byte[geometry.PageSize], new byte[geometry.PageSize]);
        _kernel.Boot(geometry.PageShift);
        _super.Reset();
        _kmaps.Reset();
        (_iterator, _hasCow) = (default, false);
        _dax_dev = geometry.Present ? _present : null;
        (_present.Alive, _present.Private, _present.Ops, _present.Synchronous) = (true, _pmem, Table(geometry.Ops & DriverOps.All), geometry.Synchronous);
        return _pmem.Reset(geometry);
    }

    /// <summary>The table of a description; it never changes, so one of each is enough.</summary>
    private DaxOperations? Table(DriverOps members) => _tables[(int)members] ??= _pmemDriver.pmem_dax_ops(members);

    private Outcome Carry(in Operation operation)
    {
        if (!Supports(operation)) return Outcome.NotSupported;
        var outcome = Dispatch(operation);
        if (!_kernel.Up) return new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Fault, (ulong)_kernel.Fault);
        return operation.Spec.Observable.Has(Aspect.Fault) ? outcome.Set(Aspect.Fault, (ulong)Fault.None) : outcome;
    }

    /// <summary>Whether generation and device have the operation.</summary>
    private bool Supports(in Operation operation) => operation.Code switch
    {
        OpCode.dax_direct_access or OpCode.pmem_dax_direct_access => Supports(operation[2]),
        OpCode.dax_recovery_write or OpCode.pmem_recovery_write => Profile.AccessMode,
        OpCode.dax_supported => Profile.DaxSupportedUsed,
        OpCode.badblocks_set or OpCode.badblocks_clear or OpCode.badblocks_check or OpCode.load or OpCode.store => _dax_dev is not null,
        // The user surface: a file needs a device.
        >= OpCode.fault => _dax_dev is not null,
        _ => true,
    };

    private bool Supports(ulong mode) => Profile.AccessMode || Mode(mode) == AccessMode.Access;

    private Outcome Dispatch(in Operation operation) => operation.Code switch
    {
        OpCode.alloc_dax => Outcome.Of(Super.alloc_dax(_present.Ops)),
        OpCode.dax_direct_access or OpCode.pmem_dax_direct_access => DirectAccess(operation),
        OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range => ZeroPageRange(operation),
        OpCode.dax_recovery_write or OpCode.pmem_recovery_write => RecoveryWrite(operation),
        OpCode.dax_supported => DaxSupported(operation),
        OpCode.badblocks_set => BadblocksSet(operation),
        OpCode.badblocks_clear => BadblocksClear(operation),
        OpCode.badblocks_check => BadblocksCheck(operation),
        OpCode.kill_dax => KillDax(),
        OpCode.run_dax => RunDax(),
        OpCode.dax_alive => Liveness(_super.dax_alive(_dax_dev) ? 1 : 0, Misuse.None),
        OpCode.dax_read_lock => DaxReadLock(),
        OpCode.dax_read_unlock => DaxReadUnlock(),
        OpCode.iomap_start => IomapStart(operation),
        OpCode.iomap_iter => IomapIterate(operation),
        OpCode.dax_iomap_pgoff => DaxIomapPgoff(operation),
        OpCode.kmap_atomic => KmapAtomic(),
        OpCode.kunmap_atomic => KunmapAtomic(operation),
        OpCode.copy_cow_page_dax => CopyCowPage(operation),
        OpCode.load => Load(operation),
        OpCode.store => Store(operation),
        OpCode.cow_load => CowLoad(),
        OpCode.cow_store => CowStore(operation),
        OpCode.fault => FileFault(operation),
        OpCode.pread => FileRead(operation),
        OpCode.pwrite => FileWrite(operation),
        OpCode.read_direct => ReadDirect(operation),
        OpCode.write_direct => WriteDirect(operation),
        OpCode.map_sync => Outcome.Of(Super.daxdev_mapping_supported(_present) ? 0 : -Errno.EOPNOTSUPP),
        _ => Outcome.NotSupported,
    };

    /// <summary>enum dax_access_mode is an unsigned int; the driver compares it with DAX_RECOVERY_WRITE alone.</summary>
    private static AccessMode Mode(ulong passed) =>
        unchecked((uint)passed) == (uint)AccessMode.RecoveryWrite ? AccessMode.RecoveryWrite : AccessMode.Access;
}
