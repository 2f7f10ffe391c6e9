using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Plugins.Daxspec;

namespace Conformance.RealDevice.Plugins;

/// <summary>A driver behind the C ABI, in this process: only a process that may die calls it.</summary>
internal sealed unsafe class LibraryDriver : IPmemDriver, IDisposable
{
    /// <summary>What an output holds before the call; no device is there.</summary>
    private const ulong Untouched = 0xDA_5C_0D_D0_0D_DA_5C_0D;

    private readonly daxspec_driver _driver;
    private readonly daxspec_device* _device = (daxspec_device*)NativeMemory.AllocZeroed((nuint)sizeof(daxspec_device));
    private readonly daxspec_badblocks* _badblocks = (daxspec_badblocks*)NativeMemory.AllocZeroed((nuint)sizeof(daxspec_badblocks));
    private GCHandle _self;
    private IBadTable? _table;
    private FaultException? _fault;
    private void* _opened;
    private bool _isOpen;

    /// <exception cref="TargetException">it is no such library: found, wanted, do</exception>
    public LibraryDriver(string path)
    {
        var found = LibraryLoader.Load(path);
        // Members behind the end of a smaller struct stay absent.
        var driver = new daxspec_driver();
        Unsafe.CopyBlockUnaligned(&driver, found, Math.Min(found->size_of, (uint)sizeof(daxspec_driver)));
        _driver = driver;
        Name = Marshal.PtrToStringUTF8((nint)_driver.name) ?? Path.GetFileName(path);
        (Members, PageSizes) = (LibraryLoader.Members(path, _driver), LibraryLoader.PageSizes(path, _driver.page_sizes));
        _self = GCHandle.Alloc(this);
        *_badblocks = new() { context = (void*)GCHandle.ToIntPtr(_self), check = &Check, set = &Set, clear = &Clear };
    }

    public string Name { get; }

    public DriverMembers Members { get; }

    public IReadOnlyList<int> PageSizes { get; }

    public bool Alive
    {
        get => Called(_driver.dax_alive(_opened)) != 0;
        set
        {
            if (value) _driver.run_dax(_opened);
            else _driver.kill_dax(_opened);
            Called(0);
        }
    }

    public int Open(PmemRegion region)
    {
        Close();
        _table = region.Badblocks;
        *_device = new()
        {
            size_of = (uint)sizeof(daxspec_device),
            kernel = LibraryLoader.KernelVersion(region.Kernel),
            virt_addr = (byte*)region.Address,
            phys_addr = region.PhysAddr,
            size = region.Size,
            data_offset = region.DataOffset,
            pfn_pad = region.PfnPad,
            page_shift = (uint)region.PageShift,
            clear_limit = region.ClearLimit,
            synchronous = region.Synchronous ? 1u : 0,
            badblocks = _badblocks,
        };
        void* opened = null;
        var result = Called(_driver.open is null ? 0 : _driver.open(_device, &opened));
        _opened = _driver.open is null ? _device : opened;
        _isOpen = result == 0;
        return result;
    }

    public long DirectAccess(ulong pgoff, long nrPages, AccessMode mode, ref DirectAccessAnswer answer)
    {
        void* kaddr = (void*)Untouched;
        var pfn = Untouched;
        var pages = Called(_driver.direct_access(_opened, pgoff, nrPages, mode == AccessMode.RecoveryWrite ? DAXSPEC_RECOVERY_WRITE : DAXSPEC_ACCESS, answer.WantsKaddr ? &kaddr : null, answer.WantsPfn ? &pfn : null));
        if ((ulong)kaddr != Untouched) answer.Kaddr = unchecked((ulong)kaddr - (ulong)_device->virt_addr);
        if (pfn != Untouched) answer.Pfn = pfn;
        return pages;
    }

    public int ZeroPageRange(ulong pgoff, ulong nrPages) => Called(_driver.zero_page_range(_opened, pgoff, (nuint)nrPages));

    public ulong RecoveryWrite(ulong pgoff, ulong offset, ReadOnlySpan<byte> source)
    {
        var address = (void*)unchecked((ulong)_device->virt_addr + _device->data_offset + (pgoff << (int)_device->page_shift) + offset);
        fixed (byte* bytes = source) return Called(_driver.recovery_write(_opened, pgoff, address, (nuint)source.Length, bytes));
    }

    public int BadblocksSet(ulong sector, ulong sectors, bool acknowledged) => Called(_driver.badblocks_set(_opened, sector, sectors, acknowledged ? 1 : 0));

    public int BadblocksClear(ulong sector, ulong sectors) => Called(_driver.badblocks_clear(_opened, sector, sectors));

    public int BadblocksCheck(ulong sector, ulong sectors, out ulong firstBad, out ulong badSectors)
    {
        var (first, length) = (0UL, 0UL);
        var found = Called(_driver.badblocks_check(_opened, sector, sectors, &first, &length));
        (firstBad, badSectors) = (first, length);
        return found;
    }

    public void Dispose()
    {
        Close();
        _self.Free();
        NativeMemory.Free(_device);
        NativeMemory.Free(_badblocks);
    }

    private void Close()
    {
        if (_isOpen && _driver.close is not null) _driver.close(_opened);
        _isOpen = false;
    }

    /// <summary>A lent table that does not come back must not unwind through the driver: it is told here.</summary>
    private T Called<T>(T result)
    {
        if (_fault is not { } fault) return result;
        _fault = null;
        throw fault;
    }

    private static LibraryDriver Of(void* context) => (LibraryDriver)GCHandle.FromIntPtr((nint)context).Target!;

    [UnmanagedCallersOnly]
    private static int Check(void* context, ulong sector, ulong sectors, ulong* firstBad, ulong* badSectors)
    {
        var (driver, found, first, length) = (Of(context), 0, 0UL, 0UL);
        try
        {
            found = driver._table!.Check(sector, sectors, out first, out length);
        }
        catch (FaultException e)
        {
            driver._fault = e;
        }
        if (found != 0 && firstBad is not null) *firstBad = first;
        if (found != 0 && badSectors is not null) *badSectors = length;
        return found;
    }

    [UnmanagedCallersOnly]
    private static void Set(void* context, ulong sector, ulong sectors, int acknowledged)
    {
        try
        {
            Of(context)._table!.Set(sector, sectors, acknowledged != 0);
        }
        catch (FaultException e)
        {
            Of(context)._fault = e;
        }
    }

    [UnmanagedCallersOnly]
    private static void Clear(void* context, ulong sector, ulong sectors)
    {
        try
        {
            Of(context)._table!.Clear(sector, sectors);
        }
        catch (FaultException e)
        {
            Of(context)._fault = e;
        }
    }
}
