using System.Collections.Immutable;
using Conformance.Reference.Histories;

namespace Conformance.Generation;

/// <summary>
/// The part of every run that no seed can miss: each value of the edge dictionary in each argument of each operation, on a few devices.
/// Where an operation needs a state to mean anything, it comes between the operations that make and show that state.
/// </summary>
public sealed class EdgeSweep
{
    private static readonly ImmutableArray<string> Devices =
    [
        "page=4096 size=32768",
        "page=4096 size=45056 data_offset=8192 pfn_pad=4096 bad=11+1,24+16",
        "page=65536 size=262144 bad=0+1?,130+2",
    ];

    private readonly TargetDescription _target;
    private readonly List<Stretch> _stretches = [];
    /// <summary>The number of the first history of each.</summary>
    private readonly List<int> _firsts = [];

    public EdgeSweep(TargetDescription target)
    {
        _target = target;
        ImmutableArray<Geometry> devices = target.Fixed is { } only
            ? [only with { Bad = [] }, .. target.TakesPoison ? [only with { Bad = [new(8, 1, true)] }] : ImmutableArray<Geometry>.Empty, .. AtTheEnd(only, target)]
            : [.. Devices.Select(HistoryText.ParseGeometry).Select(g => target.PageShifts.Contains(g.PageShift) ? g : g with { PageShift = target.PageShifts[0] })];
        foreach (var device in devices)
            foreach (var spec in OperationSpec.All.Where(s => !target.Observes(s.Code).IsEmpty))
                Add(device, spec);
    }

    public int Count { get; private set; }

    public History this[int index]
    {
        get
        {
            var found = _firsts.BinarySearch(index);
            var at = found >= 0 ? found : ~found - 1;
            var stretch = _stretches[at];
            var operation = stretch.Argument is { } argument ? stretch.Typical.With(argument, stretch.Values[index - _firsts[at]]) : stretch.Typical;
            return Around(stretch.Device, operation, _target);
        }
    }

    private void Add(Geometry device, OperationSpec spec)
    {
        var typical = Typical(device, spec);
        if (spec.Args.IsEmpty) Add(new(device, typical, null, [0]));
        for (var i = 0; i < spec.Args.Length; i++) Add(new(device, typical, i, EdgeDictionary.For(spec.Args[i].Kind, device)));
    }

    private void Add(Stretch stretch)
    {
        _firsts.Add(Count);
        _stretches.Add(stretch);
        Count += stretch.Values.Length;
    }

    /// <summary>Poison on the last page, where the table can be asked directly; through a file system that end is not the device's.</summary>
    private static IEnumerable<Geometry> AtTheEnd(Geometry only, TargetDescription target) => only.Pages > 2 && target.Observes(OpCode.badblocks_check).Has(Aspect.Result)
        ? [only with { Bad = [new((only.Pages - 1) << (only.PageShift - Geometry.SectorShift), 1, true)] }] : [];

    /// <summary>An operation in the middle of the device that succeeds on a good driver.</summary>
    private static Operation Typical(Geometry device, OperationSpec spec)
    {
        Span<ulong> args = stackalloc ulong[spec.Args.Length];
        for (var i = 0; i < args.Length; i++)
            args[i] = spec.Args[i].Kind switch
            {
                ArgKind.Pgoff => 1,
                ArgKind.NrPages => spec.Code is OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range ? 1UL : 2,
                ArgKind.Sector => 8,
                ArgKind.Sectors => 8,
                ArgKind.Bytes => (ulong)device.PageSize,
                ArgKind.Pos => spec.Code == OpCode.copy_cow_page_dax ? (ulong)device.PageSize : 0,
                ArgKind.Address when spec.Args[i].Name is "len" or "length" => 2UL << device.PageShift,
                ArgKind.Result when spec.Args[i].Name == "processed" => (ulong)device.PageSize,
                ArgKind.MapType when spec.Args[i].Name == "type" => 2,
                _ => HistoryText.Default(spec.Args[i]),
            };
        return new(spec.Code, args);
    }

    private static History Around(Geometry device, Operation operation, TargetDescription target)
    {
        Operation[] all = operation.Code switch
        {
            OpCode.iomap_start => [operation, Typical(device, OperationSpec.For(OpCode.iomap_iter)), Typical(device, OperationSpec.For(OpCode.iomap_iter))],
            OpCode.iomap_iter => [Typical(device, OperationSpec.For(OpCode.iomap_start)), Typical(device, OperationSpec.For(OpCode.iomap_iter)), operation, Typical(device, OperationSpec.For(OpCode.iomap_iter))],
            OpCode.kunmap_atomic => [Typical(device, OperationSpec.For(OpCode.kmap_atomic)), Typical(device, OperationSpec.For(OpCode.kmap_atomic)), operation],
            OpCode.copy_cow_page_dax or OpCode.cow_store or OpCode.cow_load =>
                [Operation.CopyCowPage(device.PageSize), operation, Operation.Simple(OpCode.cow_load), Operation.Store(1, 0, 1, 3), Operation.Simple(OpCode.cow_load)],
            OpCode.badblocks_set or OpCode.badblocks_clear => [operation, Operation.BadblocksCheck(0, 64), operation, Operation.BadblocksCheck(8, 8)],
            OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range or OpCode.dax_recovery_write or OpCode.pmem_recovery_write =>
                [operation, Operation.DirectAccess(1, 1), Operation.Load(1)],
            OpCode.pwrite => [operation, Operation.Fault(1), Operation.Read(1, 0, (ulong)device.PageSize)],
            OpCode.write_direct => [operation, Operation.ReadDirect(8, 8), Operation.Load(1)],
            OpCode.store => [operation, Operation.Load(1)],
            OpCode.dax_read_unlock => [Operation.Simple(OpCode.dax_read_lock), Operation.Simple(OpCode.kill_dax), operation, operation, Operation.DirectAccess(0, 1), Operation.Simple(OpCode.run_dax), Operation.DirectAccess(0, 1)],
            OpCode.kill_dax => [operation, Operation.DirectAccess(0, 1), Operation.ZeroPageRange(0, 1), Operation.CopyCowPage(0), Operation.Simple(OpCode.dax_alive)],
            OpCode.dax_direct_access or OpCode.pmem_dax_direct_access => [operation, operation, operation.With(3, operation[3] ^ 1), .. Nested(operation)],
            _ => [operation],
        };
        return new(device, [.. all.Where(o => !target.Observes(o.Code).IsEmpty)]);
    }

    private static Operation[] Nested(Operation access) => access.Signed(1) is > 1 and var nr
        ? [access.With(1, (ulong)nr - 1), access.With(0, unchecked(access[0] + 1)).With(1, (ulong)nr - 1)]
        : [];

    /// <summary>Histories of one operation on one device: one for each value of an argument; null: it has none, and there is one.</summary>
    private readonly record struct Stretch(Geometry Device, Operation Typical, int? Argument, ImmutableArray<ulong> Values);
}
