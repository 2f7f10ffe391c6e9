using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong guards and a wrong liveness in front of the driver (drivers/dax/super.c).</summary>
internal static class CoreMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("echoes-a-negative-count", "a negative nr_pages is handed back as it is", "DA-04") { Fix = "dax: Ensure errno is returned from dax_direct_access (b05d4c576b69, 5.14)" }, WithCore((f, p) => new EchoesANegativeCount(f, p))),
        (new("forgets-the-dead", "direct_access does not look whether the device lives", "DA-02"), WithCore((f, p) => new ForgetsTheDead(f, p))),
        (new("dead-is-EIO", "a dead device answers EIO in place of ENXIO", "DA-02"), WithCore((f, p) => new DeadIsEio(f, p))),
        (new("null-device-is-ENXIO", "no device answers ENXIO in place of EOPNOTSUPP", "DA-01"), WithCore((f, p) => new NullDeviceIsEnxio(f, p))),
        (new("answers-0-at-the-end", "nothing available is answered with 0 in place of an errno", "DA-07"), WithCore((f, p) => new Answers0AtTheEnd(f, p))),
        (new("answers-more-than-asked", "what is available is answered, whatever was asked for", "DA-06"), WithCore((f, p) => new AnswersMoreThanAsked(f, p))),
        (new("answers-no-errno", "errors are answered in a form that no caller takes for an errno", "DA-05"), WithCore((f, p) => new AnswersNoErrno(f, p))),
        (new("absent-member-answers-a-page", "without direct_access one page is answered", "DA-03"), WithCore((f, p) => new AbsentMemberAnswersAPage(f, p))),
        (new("available-bytes-of-32-bits", "the bytes available pass through a signed 32-bit integer", "DA-05", "DA-16"), WithCore((f, p) => new AvailableBytesOf32Bits(f, p))),
        (new("takes-any-table", "alloc_dax takes a table without zero_page_range", "ZP-01"), WithCore((f, p) => new TakesAnyTable(f, p))),
        (new("takes-no-table", "alloc_dax refuses every table", "ZP-02"), WithCore((f, p) => new TakesNoTable(f, p))),
        (new("kill-leaves-it-alive", "kill_dax does not clear the alive bit", "LV-01"), WithCore((f, p) => new KillLeavesItAlive(f, p))),
        (new("stays-alive-without-a-host", "a device that was killed answers as before, though dax_alive says no", "DA-02", "LV-01") { Fix = "nvdimm/pmem: Fix leak on dax_add_host() failure (6.9)" }, WithCore((f, p) => new StaysAliveWithoutAHost(f, p))),
        (new("run-leaves-it-dead", "run_dax does not set the alive bit", "LV-02"), WithCore((f, p) => new RunLeavesItDead(f, p))),
        (new("always-alive", "dax_alive always says yes", "LV-03"), WithCore((f, p) => new AlwaysAlive(f, p))),
        (new("revived-and-mute", "a device that was killed once answers ENXIO even when it was revived", "LV-10"), WithCore((f, p) => new RevivedAndMute(f, p))),
        (new("sections-are-not-counted", "dax_read_lock counts nothing", "LV-04"), WithCore((f, p) => new SectionsAreNotCounted(f, p))),
        (new("no-section-on-the-dead", "dax_read_lock fails when the device is dead", "LV-05"), WithCore((f, p) => new NoSectionOnTheDead(f, p))),
        (new("unlock-revives", "closing a read section sets the alive bit", "LV-06"), WithCore((f, p) => new UnlockRevives(f, p))),
        (new("lock-kills", "opening a read section clears the alive bit", "LV-06"), WithCore((f, p) => new LockKills(f, p))),
        (new("kill-does-not-wait", "kill_dax returns while read sections are open", "LV-07"), WithCore((f, p) => new KillDoesNotWait(f, p))),
        (new("kill-waits-for-ever", "kill_dax still waits when the last section was closed", "LV-08"), WithCore((f, p) => new KillWaitsForEver(f, p))),
        (new("kill-waits-for-one", "kill_dax returns when the first of the sections that it found is closed", "LV-07", "LV-08"), WithCore((f, p) => new KillWaitsForOne(f, p))),
        (new("kill-follows-null", "kill_dax follows the pointer to no device", "LV-09"), WithCore((f, p) => new KillFollowsNull(f, p))),
        (new("supports-any-block-size", "dax_supported does not compare the block size", "DA-34") { Profile = "5.10" }, WithCore((f, p) => new SupportsAnyBlockSize(f, p))),
        (new("supports-what-begins-well", "dax_supported tries the first page only", "DA-35") { Profile = "5.10" }, WithCore((f, p) => new SupportsWhatBeginsWell(f, p))),
        (new("supports-nothing", "dax_supported always says no", "DA-35") { Profile = "5.10", Fix = "dm: Call proper helper to determine dax support (5.9)" }, WithCore((f, p) => new SupportsNothing(f, p))),
    ];

    private sealed class EchoesANegativeCount(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            base.dax_direct_access(pgoff, nrPages, mode, ref answer) is var result && nrPages < 0 && result == -EINVAL ? nrPages : result;
    }

    private sealed class ForgetsTheDead(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            if (!Device.Present || Alive) return base.dax_direct_access(pgoff, nrPages, mode, ref answer);
            Alive = true;
            var result = base.dax_direct_access(pgoff, nrPages, mode, ref answer);
            Alive = false;
            return result;
        }
    }

    private sealed class DeadIsEio(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            Device.Present && !Alive ? -EIO : base.dax_direct_access(pgoff, nrPages, mode, ref answer);
    }

    private sealed class NullDeviceIsEnxio(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            Device.Present ? base.dax_direct_access(pgoff, nrPages, mode, ref answer) : -ENXIO;
    }

    private sealed class Answers0AtTheEnd(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            base.dax_direct_access(pgoff, nrPages, mode, ref answer) is var result && result == -ERANGE ? 0 : result;
    }

    private sealed class AnswersMoreThanAsked(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var result = base.dax_direct_access(pgoff, nrPages, mode, ref answer);
            return result > 0 && Pmem.Badblocks.Count == 0 && pgoff < Device.Pages ? (long)(Device.Pages - pgoff) : result;
        }
    }

    private sealed class AnswersNoErrno(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            base.dax_direct_access(pgoff, nrPages, mode, ref answer) is var result && result == -ERANGE ? -4096 : result;
    }

    private sealed class AbsentMemberAnswersAPage(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            Device.Present && Alive && nrPages > 0 && (Device.Ops & DriverOps.DirectAccess) == 0 ? 1 : base.dax_direct_access(pgoff, nrPages, mode, ref answer);
    }

    private sealed class AvailableBytesOf32Bits(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            base.dax_direct_access(pgoff, nrPages, mode, ref answer) is var pages && pages > 0 ? unchecked((int)(pages << Device.PageShift)) >> Device.PageShift : pages;
    }

    private sealed class TakesAnyTable(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int alloc_dax() => 0;
    }

    private sealed class TakesNoTable(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int alloc_dax() => (Device.Ops & DriverOps.Table) != 0 ? -EINVAL : 0;
    }

    private sealed class KillLeavesItAlive(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override void kill_dax()
        {
            base.kill_dax();
            if (Device.Present) Alive = true;
        }
    }

    private sealed class StaysAliveWithoutAHost(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        private bool _killed;

        public override void Attach(Geometry geometry)
        {
            base.Attach(geometry);
            _killed = false;
        }

        public override void kill_dax()
        {
            base.kill_dax();
            _killed = Device.Present;
            if (_killed) Alive = true;
        }

        public override void run_dax()
        {
            base.run_dax();
            _killed = false;
        }

        public override bool dax_alive() => base.dax_alive() && !_killed;
    }

    private sealed class RunLeavesItDead(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override void run_dax()
        {
            var before = Alive;
            base.run_dax();
            Alive = before;
        }
    }

    private sealed class AlwaysAlive(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override bool dax_alive() => base.dax_alive() || Device.Present;
    }

    private sealed class RevivedAndMute(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        private bool _wasKilled;

        public override void Attach(Geometry geometry)
        {
            base.Attach(geometry);
            _wasKilled = false;
        }

        public override void kill_dax()
        {
            base.kill_dax();
            _wasKilled = Device.Present;
        }

        public override long dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer) =>
            _wasKilled ? -ENXIO : base.dax_direct_access(pgoff, nrPages, mode, ref answer);
    }

    private sealed class SectionsAreNotCounted(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_read_lock() => 0;
    }

    private sealed class NoSectionOnTheDead(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_read_lock() => Device.Present && !Alive ? -ENXIO : base.dax_read_lock();
    }

    private sealed class UnlockRevives(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override bool dax_read_unlock()
        {
            Alive |= Device.Present && ReadLocks > 0;
            return base.dax_read_unlock();
        }
    }

    private sealed class LockKills(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_read_lock()
        {
            Alive = false;
            return base.dax_read_lock();
        }
    }

    private sealed class KillDoesNotWait(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override void kill_dax()
        {
            base.kill_dax();
            Waiting = false;
        }
    }

    private sealed class KillWaitsForEver(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override bool dax_read_unlock()
        {
            var waited = Waiting;
            var closed = base.dax_read_unlock();
            Waiting |= waited;
            return closed;
        }
    }

    private sealed class KillWaitsForOne(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override bool dax_read_unlock()
        {
            Waiting = false;
            return base.dax_read_unlock();
        }
    }

    private sealed class KillFollowsNull(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override void kill_dax()
        {
            if (!Device.Present) throw new FaultException(Fault.NullCall);
            base.kill_dax();
        }
    }

    private sealed class SupportsAnyBlockSize(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override bool dax_supported(int blocksize, ulong start, ulong sectors) => base.dax_supported(Device.PageSize, start, sectors);
    }

    private sealed class SupportsWhatBeginsWell(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override bool dax_supported(int blocksize, ulong start, ulong sectors) => base.dax_supported(blocksize, start, Math.Min(sectors, (ulong)Device.PageSize >> Geometry.SectorShift));
    }

    private sealed class SupportsNothing(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override bool dax_supported(int blocksize, ulong start, ulong sectors) => base.dax_supported(blocksize, start, sectors) && false;
    }
}
