using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Contract;

/// <summary>What a fault, pread or read_direct asks for, and what the state says of it.</summary>
public sealed class FileAccess
{
    /// <summary>First byte, in the data area.</summary>
    public ulong Start { get; private set; }

    /// <summary>Bytes asked for that exist.</summary>
    public ulong Inside { get; private set; }

    /// <summary>The access is one that is made: of an allowed length, at a position that is one.</summary>
    public bool IsMade { get; private set; }

    /// <summary>The device can be asked at all: alive, with a direct_access. A disk is read past it.</summary>
    public bool IsServed { get; private set; }

    /// <summary>The poison on what the access touches: whole pages of a file, sectors of a disk.</summary>
    public RangeState Poison { get; private set; }

    /// <summary>Bytes before the first page that is bad for certain.</summary>
    public ulong GoodBefore(Geometry geometry)
    {
        var bad = Poison.FirstBad >> (geometry.PageShift - Geometry.SectorShift) << geometry.PageShift;
        return bad > Start ? bad - Start : 0;
    }

    internal void Load(Step step)
    {
        var geometry = step.Geometry;
        ref readonly var operation = ref step.Operation;
        var disk = operation.Code == OpCode.read_direct;
        var fault = operation.Code == OpCode.fault;
        var (pgoff, offset, bytes) = disk ? Observation.OfSectors(geometry, operation[0], operation[1])
            : (operation[0], fault ? 0 : operation[1], fault ? (ulong)geometry.PageSize : operation[2]);
        var end = disk ? geometry.DataBytes >> Geometry.SectorShift << Geometry.SectorShift : geometry.Pages << geometry.PageShift;
        ulong start = 0;
        IsMade = disk ? Observation.TryTransfer(operation[0], operation[1]) : fault ? pgoff <= (ulong)long.MaxValue >> geometry.PageShift : Observation.TryPosition(geometry, pgoff, offset, bytes, out start);
        Start = disk || fault ? (pgoff << geometry.PageShift) + offset : start;
        Inside = IsMade && Start < end ? Math.Min(bytes, end - Start) : 0;
        IsServed = disk ? geometry.Present : step.IsAlive && step.Has(DriverOps.DirectAccess);
        if (Inside == 0)
        {
            Poison = new() { Any = SectorState.Clean };
            return;
        }
        var (first, last) = (Start >> Geometry.SectorShift, (Start + Inside - 1) >> Geometry.SectorShift);
        var inPage = (1UL << (geometry.PageShift - Geometry.SectorShift)) - 1;
        Poison = disk ? step.State.Poison.Sectors.Look(first, last) : step.State.Poison.Sectors.Look(first & ~inPage, last | inPage);
    }
}
