using Conformance.Reference.Contract.State;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.Reference.Contract.InputClass;

namespace Conformance.Reference.Contract;

/// <summary>Names the input classes of a step: a pure function of the device, the arguments and the state before it.</summary>
public static class InputClassifier
{
    public static InputClasses Classify(Step step) => new(OfDevice(step) | OfOperation(step));

    /// <summary>The classes of a history's last operation.</summary>
    /// <param name="profile">the generation</param>
    /// <param name="history">calls one after the other</param>
    /// <param name="outcomes">one for each; the last is not looked at</param>
    public static InputClasses OfLast(Profile profile, History history, ReadOnlySpan<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(history);
        var step = new Step(profile);
        step.Begin(history);
        for (var i = 0; i < outcomes.Length; i++)
        {
            step.Load(i, in outcomes[i]);
            if (i < outcomes.Length - 1) step.State.Follow(step);
        }
        return Classify(step);
    }

    private static ulong OfDevice(Step step)
    {
        var (geometry, state) = (step.Geometry, step.State);
        if (!geometry.Present) return Bit(NullDevice) | Bit(ReaderOpen, state.Liveness.Readers > 0);
        return Bit(Dead, !state.Liveness.Alive) | Bit(Revived, state.Liveness.Alive && state.Liveness.Revived) | Bit(ReaderOpen, state.Liveness.Readers > 0)
            | Bit(NullTable, (geometry.Ops & DriverOps.Table) == 0) | Bit(DataOffset, geometry.DataOffset != 0) | Bit(PfnPad, geometry.PfnPad != 0)
            | Bit(Page16k, geometry.PageShift == 14) | Bit(Page64k, geometry.PageShift == 16)
            | Bit(PartialLastPage, (geometry.DataBytes & (ulong)(geometry.PageSize - 1)) != 0) | Bit(NoWholePage, geometry.Pages == 0)
            | Bit(ClearFails, geometry.Clear < 0) | Bit(ClearNone, geometry.Clear == 0) | Bit(ClearPartial, geometry.Clear is > 0 and < long.MaxValue)
            | OfRecords(state.Poison) | Bit(InputClass.PrivatePage, state.PrivatePage.Exists);
    }

    /// <summary>The classes that the recorded poison puts every operation in.</summary>
    internal static ulong OfRecords(RecordedPoison poison) =>
        Bit(TableCrowded, !poison.HasRoom(1)) | Bit(LongRange, poison.HasLongSet) | Bit(OverlapsRecorded, poison.HasOverlappingSet) | Bit(AdjoinsRecorded, poison.HasAdjoiningSet)
        | Bit(NoneBad, poison.Sectors.NoneBad);

    private static ulong OfOperation(Step step)
    {
        ref readonly var operation = ref step.Operation;
        switch (operation.Code)
        {
            case OpCode.alloc_dax:
                return Bit(AbsentMember, !step.Has(DriverOps.ZeroPageRange));
            case OpCode.dax_direct_access or OpCode.pmem_dax_direct_access:
                return OfTranslation(step);
            case OpCode.dax_zero_page_range or OpCode.pmem_dax_zero_page_range:
                return OfPage(step, operation[0]) | OfCount(step, operation[0], operation.Signed(1)) | OfWrite(step);
            case OpCode.dax_recovery_write or OpCode.pmem_recovery_write or OpCode.store or OpCode.pwrite or OpCode.write_direct:
                return OfPage(step, operation[0]) | OfWrite(step) | OfBytes(step) | Bit(SecondMapping, operation.Code == OpCode.store && operation[4] != 0);
            case OpCode.fault or OpCode.pread or OpCode.read_direct:
                return OfAccess(step);
            case OpCode.dax_supported:
                return OfDisk(step);
            case OpCode.badblocks_set or OpCode.badblocks_clear or OpCode.badblocks_check:
                return OfSectors(step);
            case OpCode.iomap_iter:
                return OfIteration(step);
            case OpCode.kmap_atomic:
                return OfDepth(step);
            case OpCode.kunmap_atomic:
                return OfDepth(step) | Bit(KmapMisuse, !step.State.Mappings.IsProper(in operation));
            case OpCode.copy_cow_page_dax or OpCode.dax_iomap_pgoff:
                return OfMapping(step);
            case OpCode.load:
                return OfPage(step, operation[0]) | Bit(SecondMapping, operation[1] != 0);
            default:
                return 0;
        }
    }

    private static ulong OfTranslation(Step step)
    {
        var question = step.Translation;
        var bits = OfPage(step, question.Pgoff) | OfCount(step, question.Pgoff, question.NrPages)
            | Bit(AbsentMember, !step.Has(DriverOps.DirectAccess)) | Bit(RecoveryMode, question.Recovery)
            | Bit(OutputNotAskedFor, !question.WantsKaddr || !question.WantsPfn);
        if (!question.Served) return bits | Bit(BadElsewhere, step.Geometry.Present && !step.State.Poison.Sectors.NoneBad);
        var shift = step.Geometry.PageShift - Geometry.SectorShift;
        return bits | OfPoison(step.State.Poison.Sectors, question.Range, question.Pgoff << shift, (question.Pgoff + question.Asked) << shift, shift);
    }

    private static ulong OfAccess(Step step)
    {
        var (access, shift) = (step.Access, step.Geometry.PageShift - Geometry.SectorShift);
        var bits = Bit(AbsentMember, step.Operation.Code != OpCode.read_direct && !step.Has(DriverOps.DirectAccess));
        if (!access.IsMade) return bits;
        bits |= OfPage(step, access.Start >> step.Geometry.PageShift) | Bit(Unaligned, ((access.Start | access.Inside) & (ulong)(step.Geometry.PageSize - 1)) != 0);
        if (access.Inside == 0) return bits;
        var (first, last) = (access.Start >> Geometry.SectorShift, (access.Start + access.Inside - 1) >> Geometry.SectorShift);
        return bits | Bit(MultiPage, first >> shift != last >> shift) | OfPoison(step.State.Poison.Sectors, access.Poison, first >> shift << shift, ((last >> shift) + 1) << shift, shift);
    }

    private static ulong OfDisk(Step step)
    {
        var (start, sectors, shift) = (step.Operation[1], step.Operation[2], step.Geometry.PageShift - Geometry.SectorShift);
        var bits = Bit(CountZero, sectors == 0) | Bit(Unaligned, ((start | sectors) & ((1UL << shift) - 1)) != 0) | Bit(AbsentMember, !step.Has(DriverOps.DaxSupported));
        if (!step.Geometry.Present || sectors == 0 || start > long.MaxValue || sectors > long.MaxValue) return bits;
        var range = step.State.Poison.Sectors.Look(start, start + sectors - 1);
        return bits | Bit(CountOverEnd, (start + sectors - 1) >> shift >= step.Geometry.Pages) | OfPoison(step.State.Poison.Sectors, range, start, start + sectors, shift);
    }

    private static ulong OfWrite(Step step)
    {
        var write = step.Write;
        var bits = Bit(AbsentMember, !write.Callable) | Bit(Unaligned, !write.IsAligned);
        if (write.Inside == 0) return bits;
        var shift = step.Geometry.PageShift;
        var (first, last) = (write.Start >> shift, (write.Start + write.Inside - 1) >> shift);
        var sectorShift = shift - Geometry.SectorShift;
        return bits | Bit(MultiPage, first != last) | OfPoison(step.State.Poison.Sectors, write.Poison, first << sectorShift, (last + 1) << sectorShift, sectorShift);
    }

    private static ulong OfBytes(Step step)
    {
        var write = step.Write;
        var limit = uint.MaxValue - ((ulong)step.Geometry.PageSize - 1);
        return Bit(CountZero, write.Bytes == 0) | Bit(CountOne, write.Bytes == 1) | Bit(CountTypeLimit, write.Offset > limit || write.Bytes > limit - write.Offset)
            | Bit(CountOverEnd, write.Pgoff < step.Geometry.Pages && write.Inside < write.Bytes)
            | Bit(CountToEnd, write.IsInside && write.Start + write.Bytes == step.Geometry.Pages << step.Geometry.PageShift)
            | Bit(CountWithin, write.IsInside && write.Bytes > 1 && write.Start + write.Bytes < step.Geometry.Pages << step.Geometry.PageShift);
    }

    private static ulong OfPage(Step step, ulong pgoff)
    {
        var (pages, shift) = (step.Geometry.Pages, step.Geometry.PageShift);
        if (!step.Geometry.Present) return 0;
        return Bit(FirstPage, pgoff == 0 && pages > 0) | Bit(MiddlePage, pgoff > 0 && pgoff + 1 < pages && pgoff < pages) | Bit(LastPage, pages > 0 && pgoff == pages - 1)
            | Bit(AtEnd, pgoff == pages) | Bit(BeyondEnd, pgoff > pages)
            | Bit(PgoffWraps, pgoff > ulong.MaxValue >> shift || pgoff << shift > ulong.MaxValue - step.Geometry.DataOffset);
    }

    private static ulong OfCount(Step step, ulong pgoff, long count)
    {
        var bits = Bit(CountZero, count == 0) | Bit(CountOne, count == 1) | Bit(CountNegative, count < 0)
            | Bit(CountTypeLimit, count > uint.MaxValue >> step.Geometry.PageShift);
        if (!step.Geometry.Present || pgoff >= step.Geometry.Pages || count <= 0) return bits;
        var rest = step.Geometry.Pages - pgoff;
        return bits | Bit(CountWithin, count > 1 && (ulong)count < rest) | Bit(CountToEnd, (ulong)count == rest) | Bit(CountOverEnd, (ulong)count > rest);
    }

    /// <summary>The classes that the poison recorded of some sectors, and beside them, puts an operation on them in.</summary>
    /// <param name="sectors">all records</param>
    /// <param name="range">what is known of the sectors</param>
    /// <param name="first">first sector</param>
    /// <param name="behind">the sector behind the last</param>
    /// <param name="shift">log2 of sectors a page</param>
    internal static ulong OfPoison(SectorMap sectors, in RangeState range, ulong first, ulong behind, int shift)
    {
        if (sectors.NoneBad) return 0;
        var bits = Bit(BadElsewhere, range.AllClean) | Bit(BadBehind, sectors.Look(behind, behind).SomeBad)
            | Bit(BadUnknown, (range.Any & SectorState.Clean) != 0 && !range.AllClean && !range.SomeBad) | Bit(BadUnacknowledged, range.SomeUnacknowledged)
            | Bit(BadSeveral, range.Stretches > 1) | Bit(BadStartsBefore, StartsBefore(sectors, first));
        if (!range.SomeBad) return bits;
        return bits | Bit(BadFirstPage, range.FirstBad >> shift == first >> shift) | Bit(BadLaterPage, range.FirstBad >> shift != first >> shift)
            | Bit(BadMidPage, (range.FirstBad & ((1UL << shift) - 1)) != 0);
    }

    private static ulong OfSectors(Step step)
    {
        ref readonly var operation = ref step.Operation;
        var (poison, sector, sectors) = (step.State.Poison, operation[0], operation[1]);
        var bits = Bit(CountZero, sectors == 0) | Bit(CountOne, sectors == 1) | Bit(LongRange, sectors > RecordedPoison.LongestRecord)
            | Bit(SectorLimit, sector >= RecordedPoison.SectorLimit || sectors > int.MaxValue || !poison.Expressible(sector, sectors))
            | Bit(SetUnacknowledged, operation.Code == OpCode.badblocks_set && operation[2] == 0) | Bit(TableCrowded, !poison.HasRoom(sectors));
        if (sectors == 0) return bits;
        var last = RecordedPoison.Last(sector, sectors);
        var range = poison.Sectors.Look(sector, last);
        return bits | Bit(OverlapsRecorded, range.SomeBad) | Bit(BadElsewhere, range.AllClean && !poison.Sectors.NoneBad)
            | Bit(BadUnacknowledged, range.SomeUnacknowledged) | Bit(BadSeveral, range.Stretches > 1)
            | Bit(BadUnknown, (range.Any & SectorState.Clean) != 0 && !range.AllClean && !range.SomeBad)
            | Bit(AdjoinsRecorded, sector > 0 && poison.Sectors.Look(sector - 1, sector - 1).SomeBad || last < ulong.MaxValue && poison.Sectors.Look(last + 1, last + 1).SomeBad)
            | Bit(BadStartsBefore, StartsBefore(poison.Sectors, sector));
    }

    private static ulong OfIteration(Step step)
    {
        ref readonly var call = ref step.Operation;
        var iteration = step.State.Iteration;
        var processed = call.Signed(0);
        var bits = Bit(BeginError, call.Signed(1) < 0) | Bit(EndError, call.Signed(6) < 0) | Bit(FirstCall, !iteration.HasMapping)
            | Bit(MapOffPosition, !Iteration.Covers(in call, iteration.Position + (step.Call is IterationCall.Next or IterationCall.EndFailedAfterProgress ? (ulong)processed : 0)));
        if (!iteration.HasMapping) return bits | Bit(CountZero, iteration.Length == 0);
        return bits | Bit(ProcessedZero, processed == 0) | Bit(ProcessedNegative, processed < 0) | Bit(Stale, iteration.IsStale) | Bit(SourceMapping, iteration.HasSource)
            | Bit(ProcessedPart, processed > 0 && (ulong)processed < iteration.MappedLength) | Bit(ProcessedExact, processed > 0 && (ulong)processed == iteration.MappedLength)
            | Bit(ProcessedOver, processed > 0 && (ulong)processed > iteration.MappedLength);
    }

    private static ulong OfDepth(Step step) =>
        Bit(KmapNested, step.State.Mappings.Depth > 0) | Bit(KmapFull, step.State.Mappings.Depth >= MappingStack.Deepest);

    private static ulong OfMapping(Step step)
    {
        var mapping = step.Mapping;
        var bits = Bit(Unaligned, !mapping.IsPlain) | Bit(MapOffPosition, !mapping.Covers) | Bit(AbsentMember, !step.Has(DriverOps.DirectAccess));
        if (step.Operation.Code != OpCode.copy_cow_page_dax || !mapping.IsPlain) return bits;
        bits |= OfPage(step, mapping.Pgoff);
        if (!step.Geometry.Present || mapping.Pgoff >= step.Geometry.Pages) return bits | Bit(BadElsewhere, step.Geometry.Present && !step.State.Poison.Sectors.NoneBad);
        var shift = step.Geometry.PageShift - Geometry.SectorShift;
        var (first, behind) = (mapping.Pgoff << shift, (mapping.Pgoff + 1) << shift);
        return bits | OfPoison(step.State.Poison.Sectors, step.State.Poison.Sectors.Look(first, behind - 1), first, behind, shift);
    }

    private static bool StartsBefore(SectorMap sectors, ulong first) =>
        first > 0 && !sectors.Look(first, first).AllClean && !sectors.Look(first - 1, first - 1).AllClean;

    private static ulong Bit(InputClass item, bool holds = true) => holds ? 1UL << (int)item : 0;
}
