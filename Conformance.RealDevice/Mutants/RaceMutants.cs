using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;

namespace Conformance.RealDevice.Mutants;

/// <summary>Drivers that are right as long as their calls come one after the other.</summary>
internal static class RaceMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("check-does-not-retry", "badblocks_check does not read again when a writer came in between", "CC-02"), WithLock((b, t) => new CheckDoesNotRetry(b, t))),
        (new("retry-goes-on-behind-the-range", "badblocks_check that a writer overtook goes on where its range ended", "CC-02") { Profile = "6.12", Fix = "the retry of _badblocks_check in the second overhaul of block/badblocks.c (6.15)" }, WithLock((b, t) => new LinuxLockedTable(b, t, goesOnBehind: true))),
        (new("driver-asks-alive-again", "the driver looks at the alive bit once more, and follows NULL where it is cleared by now", "CC-02"), WithCore((f, p) => new DriverAsksAliveAgain(f, p))),
        (new("writers-do-not-exclude", "badblocks_set and badblocks_clear change the table without the lock", "CC-02", "CC-03"), WithLock((b, t) => new WritersDoNotExclude(b, t))),
        (new("clear-in-two-sections", "badblocks_clear takes whole records off and puts the rest back under the lock anew", "CC-02"), WithLock((b, t) => new ClearInTwoSections(b, t))),
        (new("lock-is-kept-on-nothing", "badblocks_clear of what was never recorded returns with the lock held", "CC-03"), WithLock((b, t) => new LockIsKeptOnNothing(b, t))),
        (new("kill-waits-first", "kill_dax waits for the read sections and clears the alive bit then", "CC-01"), WithCore((f, p) => new KillWaitsFirst(f, p))),
        (new("kill-waits-for-any", "kill_dax comes back when some section was closed", "CC-01"), WithCore((f, p) => new KillWaitsForAny(f, p))),
        (new("kill-misses-the-last", "kill_dax is not woken when the last section is closed", "CC-03"), WithCore((f, p) => new KillMissesTheLast(f, p))),
        (new("pgoff-in-the-device", "direct_access keeps its page offset in a field of the device", "CC-02"), WithPmem(p => new PgoffInTheDevice(p))),
        (new("recovery-tries-the-record", "recovery takes the record off, puts it back, and takes it off when the bytes are written", "CC-02"), WithPmem(p => new RecoveryTriesTheRecord(p))),
    ];

    private sealed class CheckDoesNotRetry(Badblocks table, Turns turns) : LockedTable(table, turns)
    {
        protected override T Read<T>(Func<T> look) => look();
    }

    private sealed class DriverAsksAliveAgain(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        protected override PmemDevice Driver() => Private();
    }

    private sealed class WritersDoNotExclude(Badblocks table, Turns turns) : LockedTable(table, turns)
    {
        /// <exception cref="FaultException">it ran off the table</exception>
        protected override long Write(Func<long> change)
        {
            try
            {
                return change();
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new FaultException(Fault.WildAccess);
            }
        }

        protected override T Read<T>(Func<T> look) => look();
    }

    private sealed class ClearInTwoSections(Badblocks table, Turns turns) : LockedTable(table, turns)
    {
        public override long Clear(ulong start, ulong sectors)
        {
            var end = start + sectors;
            var met = Records.Where(r => r.Sector < end && r.Sector + r.Sectors > start).ToArray();
            if (met.Length == 0) return base.Clear(start, sectors);
            var cleared = Write(() => met.Max(r => Table.Clear(r.Sector, r.Sectors)));
            Turns.Point();
            foreach (var record in met)
            {
                if (record.Sector < start) base.Set(record.Sector, start - record.Sector, record.Acknowledged);
                if (record.Sector + record.Sectors > end) base.Set(end, record.Sector + record.Sectors - end, record.Acknowledged);
            }
            return cleared;
        }
    }

    private sealed class LockIsKeptOnNothing(Badblocks table, Turns turns) : LockedTable(table, turns)
    {
        public override long Clear(ulong start, ulong sectors)
        {
            if (Records.Any(r => r.Sector < start + sectors && r.Sector + r.Sectors > start)) return base.Clear(start, sectors);
            var cleared = base.Clear(start, sectors);
            Keep();
            return cleared;
        }
    }

    private sealed class KillWaitsFirst(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override void kill_dax()
        {
            if (!Device.Present) return;
            Waiting = ReadLocks > 0;
            Turns?.Until(() => !Waiting);
            Turns?.Point();
            Alive = false;
        }
    }

    private sealed class KillWaitsForAny(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        private int _closed;

        public override void kill_dax()
        {
            if (!Device.Present) return;
            Alive = false;
            Waiting = ReadLocks > 0;
            var closed = _closed;
            Turns?.Until(() => !Waiting || _closed > closed);
        }

        public override bool dax_read_unlock()
        {
            _closed++;
            return base.dax_read_unlock();
        }
    }

    private sealed class KillMissesTheLast(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override void kill_dax()
        {
            if (!Device.Present) return;
            Alive = false;
            Waiting = ReadLocks > 0;
            var open = ReadLocks;
            Turns?.Until(() => open == 0);
        }
    }

    private sealed class PgoffInTheDevice(Profile profile) : ConformingPmem(profile)
    {
        private ulong _pgoff;

        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            _pgoff = pgoff;
            return base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
        }

        protected override void Translate(ulong pgoff, ref Translation answer) => base.Translate(_pgoff, ref answer);
    }

    private sealed class RecoveryTriesTheRecord(Profile profile) : ConformingPmem(profile)
    {
        protected override bool TryRecover(ulong pgoff, ulong address, ulong bytes, out long cleared)
        {
            if (!base.TryRecover(pgoff, address, bytes, out cleared)) return false;
            var (first, end) = (FirstSector(pgoff), FirstSector(pgoff) + ((ulong)cleared >> Geometry.SectorShift));
            var met = Badblocks.Records.Where(r => r.Sector >= first && r.Sector + r.Sectors <= end).ToArray();
            foreach (var record in met) Badblocks.Clear(record.Sector, record.Sectors);
            Turns?.Point();
            foreach (var record in met) Badblocks.Set(record.Sector, record.Sectors, record.Acknowledged);
            return true;
        }
    }
}
