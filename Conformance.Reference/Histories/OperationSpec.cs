using System.Collections.Immutable;
using static Conformance.Reference.Histories.ArgKind;

namespace Conformance.Reference.Histories;

/// <summary>The form of one operation: its arguments in order and what can be seen of its answer.</summary>
public sealed record OperationSpec(OpCode Code, ImmutableArray<ArgSpec> Args, AspectSet Observable)
{
    /// <summary>The most arguments an operation has.</summary>
    public const int MaxArgs = 11;

    public string Name => Code.ToString();

    public static OperationSpec For(OpCode code) => All[(int)code];

    public static bool TryFind(string name, out OperationSpec spec)
    {
        foreach (var candidate in All)
            if (candidate.Name == name)
            {
                spec = candidate;
                return true;
            }
        spec = All[0];
        return false;
    }

    private static readonly AspectSet Translation = AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Kaddr, Aspect.Pfn, Aspect.Touched, Aspect.Contents, Aspect.Fault);
    private static readonly AspectSet Content = AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Contents, Aspect.Table, Aspect.Fault);
    private static readonly AspectSet Transfer = AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Contents, Aspect.Fault);
    private static readonly AspectSet Record = AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Table, Aspect.Fault);
    private static readonly AspectSet Liveness = AspectSet.Of(Aspect.Result, Aspect.Alive, Aspect.ReadLocks, Aspect.Waiting, Aspect.Misuse, Aspect.Fault);
    private static readonly AspectSet Iteration = AspectSet.Of(
        Aspect.Result, Aspect.Pos, Aspect.Len, Aspect.MapOffset, Aspect.MapLength, Aspect.Begun, Aspect.Ended, Aspect.EndLength, Aspect.EndWritten);
    private static readonly AspectSet Mapping = AspectSet.Of(Aspect.Result, Aspect.Depth, Aspect.Misuse);

    /// <summary>By op code.</summary>
    public static ImmutableArray<OperationSpec> All { get; } =
    [
        Spec(OpCode.alloc_dax, AspectSet.Of(Aspect.Result)),
        Spec(OpCode.dax_direct_access, Translation, ("pgoff", Pgoff), ("nr_pages", NrPages), ("mode", Mode), ("kaddr", Flag), ("pfn", Flag)),
        Spec(OpCode.pmem_dax_direct_access, Translation, ("pgoff", Pgoff), ("nr_pages", NrPages), ("mode", Mode), ("kaddr", Flag), ("pfn", Flag)),
        Spec(OpCode.dax_zero_page_range, Content, ("pgoff", Pgoff), ("nr_pages", NrPages)),
        Spec(OpCode.pmem_dax_zero_page_range, Content, ("pgoff", Pgoff), ("nr_pages", NrPages)),
        Spec(OpCode.dax_recovery_write, Content, ("pgoff", Pgoff), ("offset", InPage), ("bytes", Bytes), ("seed", Seed)),
        Spec(OpCode.pmem_recovery_write, Content, ("pgoff", Pgoff), ("offset", InPage), ("bytes", Bytes), ("seed", Seed)),
        Spec(OpCode.dax_supported, AspectSet.Of(Aspect.Result, Aspect.Fault), ("blocksize", Bytes), ("start", Sector), ("sectors", Sectors)),
        Spec(OpCode.badblocks_set, Record, ("sector", Sector), ("sectors", Sectors), ("acknowledged", Flag)),
        Spec(OpCode.badblocks_clear, Record, ("sector", Sector), ("sectors", Sectors)),
        Spec(OpCode.badblocks_check, AspectSet.Of(Aspect.Result, Aspect.FirstBad, Aspect.BadSectors, Aspect.Fault), ("sector", Sector), ("sectors", Sectors)),
        Spec(OpCode.kill_dax, Liveness),
        Spec(OpCode.run_dax, Liveness),
        Spec(OpCode.dax_alive, Liveness),
        Spec(OpCode.dax_read_lock, Liveness),
        Spec(OpCode.dax_read_unlock, Liveness),
        Spec(OpCode.iomap_start, Iteration, ("pos", Pos), ("len", Address), ("flags", Slot)),
        Spec(OpCode.iomap_iter, Iteration, ("processed", Result), ("begin", Result), ("offset", Address), ("length", Address), ("type", MapType),
            ("flags", MapFlags), ("end", Result), ("src_type", MapType), ("src_offset", Address), ("src_length", Address)),
        Spec(OpCode.dax_iomap_pgoff, AspectSet.Of(Aspect.Result, Aspect.Pgoff), ("addr", Address), ("offset", Address), ("pos", Pos)),
        Spec(OpCode.kmap_atomic, Mapping, ("page", Slot)),
        Spec(OpCode.kunmap_atomic, Mapping, ("mapping", Slot), ("by_page", Flag)),
        Spec(OpCode.copy_cow_page_dax, AspectSet.Of(Aspect.Result, Aspect.Failed, Aspect.Cow, Aspect.Contents, Aspect.ReadLocks, Aspect.Depth, Aspect.Fault),
            ("pos", Pos), ("addr", Address), ("offset", Address)),
        Spec(OpCode.load, AspectSet.Of(Aspect.Result, Aspect.Contents), ("pgoff", Pgoff), ("mapping", Slot)),
        Spec(OpCode.store, AspectSet.Of(Aspect.Result, Aspect.Contents), ("pgoff", Pgoff), ("offset", InPage), ("bytes", Bytes), ("seed", Seed), ("mapping", Slot)),
        Spec(OpCode.cow_load, AspectSet.Of(Aspect.Result, Aspect.Cow)),
        Spec(OpCode.cow_store, AspectSet.Of(Aspect.Result, Aspect.Cow), ("offset", InPage), ("bytes", Bytes), ("seed", Seed)),
        Spec(OpCode.fault, AspectSet.Of(Aspect.Failed, Aspect.Signal, Aspect.Fault), ("pgoff", Pgoff), ("write", Flag), ("private", Flag)),
        Spec(OpCode.pread, Transfer, ("pgoff", Pgoff), ("offset", InPage), ("bytes", Bytes)),
        Spec(OpCode.pwrite, Content, ("pgoff", Pgoff), ("offset", InPage), ("bytes", Bytes), ("seed", Seed)),
        Spec(OpCode.read_direct, Transfer, ("sector", Sector), ("sectors", Sectors)),
        Spec(OpCode.write_direct, Content, ("sector", Sector), ("sectors", Sectors), ("seed", Seed)),
        Spec(OpCode.map_sync, AspectSet.Of(Aspect.Result)),
    ];

    /// <summary>Any operation may leave something in the kernel's log.</summary>
    private static OperationSpec Spec(OpCode code, AspectSet observable, params (string Name, ArgKind Kind)[] args) =>
        new(code, [.. args.Select(a => new ArgSpec(a.Name, a.Kind))], observable.With(Aspect.Warned));
}
