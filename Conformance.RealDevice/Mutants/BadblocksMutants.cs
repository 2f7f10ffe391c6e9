using Conformance.RealDevice.Mapped;
using static Conformance.RealDevice.Mutants.MutantParts;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong tables of bad sectors (block/badblocks.c).</summary>
internal static class BadblocksMutants
{
    /// <summary>The latest table: its own deviations hide the least.</summary>
    private const string Latest = "7.2";

    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("set-forgets-the-last-sector", "badblocks_set records one sector less", "BB-02") { Profile = Latest }, WithTable(t => new SetForgetsTheLastSector(t))),
        (new("set-loses-a-tail", "a set that overlaps a record loses what reaches beyond it", "BB-02") { Profile = Latest, Fix = "badblocks: avoid checking invalid range in badblocks_check() and the rework of the set before it (6.7)" }, WithTable(t => new SetLosesATail(t))),
        (new("set-rounds-up", "badblocks_set begins at the next sector when the first is odd", "BB-02") { Profile = Latest, Fix = "acpi/nfit: rely on mce->misc to determine poison granularity (5.19)" }, WithTable(t => new SetRoundsUp(t))),
        (new("set-takes-one-sector-more", "badblocks_set records one sector more", "BB-03") { Profile = Latest }, WithTable(t => new SetTakesOneSectorMore(t))),
        (new("table-is-not-emptied", "a table begins with a record that nobody made", "BB-03") { Profile = Latest, Fix = "libnvdimm/region: Initialize bad block for volatile namespaces (c42adf87e4e7, 5.4)" }, WithTable(t => new TableIsNotEmptied(t))),
        (new("clear-forgets-the-last-sector", "badblocks_clear clears one sector less", "BB-04") { Profile = Latest }, WithTable(t => new ClearForgetsTheLastSector(t))),
        (new("clear-takes-one-sector-more", "badblocks_clear clears one sector more", "BB-02") { Profile = Latest }, WithTable(t => new ClearTakesOneSectorMore(t))),
        (new("check-counts-records", "badblocks_check answers how many records there are", "BB-01") { Profile = Latest }, WithTable(t => new CheckCountsRecords(t))),
        (new("all-is-unacknowledged", "badblocks_check answers -1 for any bad sector", "BB-05") { Profile = Latest }, WithTable(t => new AllIsUnacknowledged(t))),
        (new("all-is-acknowledged", "badblocks_check answers 1 for any bad sector", "BB-06") { Profile = Latest }, WithTable(t => new AllIsAcknowledged(t))),
        (new("first-bad-is-behind", "first_bad is the sector behind the record", "BB-07", "BB-09") { Profile = Latest }, WithTable(t => new FirstBadIsBehind(t))),
        (new("bad-sectors-one-too-many", "bad_sectors counts one sector more", "BB-08") { Profile = Latest }, WithTable(t => new BadSectorsOneTooMany(t))),
        (new("the-last-record-is-reported", "of several records the last one is reported", "BB-09") { Profile = Latest }, WithTable(t => new TheLastRecordIsReported(t))),
        (new("check-of-32-bits", "the length of a check passes through 32 bits", "BB-02") { Profile = Latest, Fix = "badblocks: use sector_t instead of int to avoid truncation (6.15)" }, WithTable(t => new CheckOf32Bits(t))),
        (new("check-before-all-records", "a check that begins before the first record finds nothing", "BB-02") { Profile = Latest, Fix = "badblocks: avoid checking invalid range in badblocks_check() (146e843f6b09, 6.7)" }, WithTable(t => new CheckBeforeAllRecords(t))),
        (new("set-reports-failure", "a set that worked reports that it failed", "BB-12") { Profile = Latest }, WithTable(t => new SetReportsFailure(t))),
        (new("unacknowledged-in-acknowledged-fails", "an unacknowledged set inside an acknowledged record fails", "BB-12") { Profile = Latest, Fix = "badblocks: return error if any badblock set fails, and the fixes around it (6.15)" }, WithTable(t => new UnacknowledgedInAcknowledgedFails(t))),
        (new("clear-reports-failure", "a clear that worked reports that it failed", "BB-13") { Profile = Latest }, WithTable(t => new ClearReportsFailure(t))),
        (new("failed-set-loses-records", "a set into a table of two records fails, and takes the first of them away", "BB-14") { Profile = Latest }, WithTable(t => new FailedSetLosesRecords(t))),
        (new("empty-set-records-a-sector", "a set of no sectors records one", "BB-15") { Profile = Latest }, WithTable(t => new EmptySetRecordsASector(t))),
        (new("clear-keeps-a-whole-record", "a record that is cleared exactly stays", "BB-17", "BB-04") { Profile = Latest }, WithTable(t => new ClearKeepsAWholeRecord(t))),
        (new("check-acknowledges", "a check acknowledges what it finds", "BB-18", "BB-06") { Profile = Latest }, WithTable(t => new CheckAcknowledges(t))),
    ];

    private sealed class SetForgetsTheLastSector(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged) => base.Set(start, sectors > 1 ? sectors - 1 : sectors, acknowledged);
    }

    private sealed class SetLosesATail(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged)
        {
            var reached = Records.Where(r => r.Sector <= start && start < r.Sector + r.Sectors).Select(r => r.Sector + r.Sectors - start).FirstOrDefault(sectors);
            return base.Set(start, Math.Min(sectors, reached), acknowledged);
        }
    }

    private sealed class SetRoundsUp(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged) => base.Set(unchecked(start + (start & 1)), sectors, acknowledged);
    }

    private sealed class SetTakesOneSectorMore(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged) => base.Set(start, sectors is > 0 and < ulong.MaxValue ? sectors + 1 : sectors, acknowledged);
    }

    private sealed class TableIsNotEmptied(Badblocks right) : WrongTable(right)
    {
        public override void Empty(int pageSize)
        {
            base.Empty(pageSize);
            base.Set(0, 1, true);
        }
    }

    private sealed class ClearForgetsTheLastSector(Badblocks right) : WrongTable(right)
    {
        public override long Clear(ulong start, ulong sectors) => base.Clear(start, sectors > 1 ? sectors - 1 : sectors);
    }

    private sealed class ClearTakesOneSectorMore(Badblocks right) : WrongTable(right)
    {
        public override long Clear(ulong start, ulong sectors) => base.Clear(start, sectors is > 0 and < ulong.MaxValue ? sectors + 1 : sectors);
    }

    private sealed class CheckCountsRecords(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad) => base.Check(start, sectors, out bad) is var found && found != 0 && Count > 1 ? Count : found;
    }

    private sealed class AllIsUnacknowledged(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad) => -Math.Abs(base.Check(start, sectors, out bad));
    }

    private sealed class AllIsAcknowledged(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad) => Math.Abs(base.Check(start, sectors, out bad));
    }

    private sealed class FirstBadIsBehind(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad)
        {
            var found = base.Check(start, sectors, out bad);
            if (found != 0) bad = BadRecord.Pack(bad.End, bad.Length, bad.Acknowledged);
            return found;
        }
    }

    private sealed class BadSectorsOneTooMany(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad)
        {
            var found = base.Check(start, sectors, out bad);
            if (found != 0 && bad.Length < BadRecord.MaxLength) bad = BadRecord.Pack(bad.Start, bad.Length + 1, bad.Acknowledged);
            return found;
        }
    }

    private sealed class TheLastRecordIsReported(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad)
        {
            var found = base.Check(start, sectors, out bad);
            if (found != 0 && Records.LastOrDefault(r => r.Sector >= start && r.Sector - start < sectors) is { Sectors: > 0 } last) bad = BadRecord.Pack(last.Sector, last.Sectors, last.Acknowledged);
            return found;
        }
    }

    private sealed class CheckOf32Bits(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad) => base.Check(start, (uint)sectors, out bad);
    }

    private sealed class CheckBeforeAllRecords(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad)
        {
            bad = default;
            return Count > 0 && start < Records[0].Sector ? 0 : base.Check(start, sectors, out bad);
        }
    }

    private sealed class SetReportsFailure(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged)
        {
            _ = base.Set(start, sectors, acknowledged);
            return 0;
        }
    }

    private sealed class UnacknowledgedInAcknowledgedFails(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged) =>
            !acknowledged && Records.Any(r => r.Acknowledged && r.Sector <= start && start < r.Sector + r.Sectors) ? 0 : base.Set(start, sectors, acknowledged);
    }

    private sealed class ClearReportsFailure(Badblocks right) : WrongTable(right)
    {
        public override long Clear(ulong start, ulong sectors)
        {
            _ = base.Clear(start, sectors);
            return 0;
        }
    }

    private sealed class FailedSetLosesRecords(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged)
        {
            if (Count < 2) return base.Set(start, sectors, acknowledged);
            base.Clear(Records[0].Sector, Records[0].Sectors);
            return 0;
        }
    }

    private sealed class EmptySetRecordsASector(Badblocks right) : WrongTable(right)
    {
        public override long Set(ulong start, ulong sectors, bool acknowledged)
        {
            if (sectors == 0) base.Set(start, 1, acknowledged);
            return base.Set(start, sectors, acknowledged);
        }
    }

    private sealed class ClearKeepsAWholeRecord(Badblocks right) : WrongTable(right)
    {
        public override long Clear(ulong start, ulong sectors) => Records.Any(r => r.Sector == start && r.Sectors == sectors) ? 1 : base.Clear(start, sectors);
    }

    private sealed class CheckAcknowledges(Badblocks right) : WrongTable(right)
    {
        public override long Check(ulong start, ulong sectors, out BadRecord bad)
        {
            var found = base.Check(start, sectors, out bad);
            if (found < 0) base.Set(bad.Start, bad.Length, true);
            return found;
        }
    }
}
