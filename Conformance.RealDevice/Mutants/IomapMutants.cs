using Conformance.RealDevice.Mapped;
using Conformance.Reference.Profiles;
using static Conformance.RealDevice.Mutants.MutantParts;

namespace Conformance.RealDevice.Mutants;

/// <summary>A wrong iteration over mappings (fs/iomap/iter.c) and wrong page offsets of positions (fs/dax.c, dax_iomap_pgoff).</summary>
internal static class IomapMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("iter-starts-at-0", "an iteration begins at position 0 whatever it is given", "IM-01"), WithIterator(p => new StartsAt0(p))),
        (new("iter-begins-nothing", "the first call does not ask for a mapping", "IM-02"), WithIterator(p => new BeginsNothing(p))),
        (new("iter-drops-the-mapping", "a mapping that was begun is not handed to the body", "IM-03"), WithIterator(p => new DropsTheMapping(p))),
        (new("iter-keeps-the-old-mapping", "the second mapping is the first one again", "IM-04"), WithIterator(p => new KeepsTheOldMapping(p))),
        (new("iter-loses-the-errno-of-begin", "a failed iomap_begin ends the iteration as if it were done", "IM-05"), WithIterator(p => new LosesTheErrnoOfBegin(p))),
        (new("iter-moves-by-the-mapping", "the position moves to the end of the mapping, not by what was processed", "IM-06"), WithIterator(p => new MovesByTheMapping(p))),
        (new("iter-keeps-the-length", "the position moves and the length stays", "IM-07"), WithIterator(p => new KeepsTheLength(p))),
        (new("iter-goes-on-without-progress", "a body that processed nothing is asked again", "IM-08"), WithIterator(p => new GoesOnWithoutProgress(p))),
        (new("iter-goes-on-when-done", "an iteration that has no bytes left asks for a mapping", "IM-09"), WithIterator(p => new GoesOnWhenDone(p))),
        (new("iter-stops-after-one-mapping", "an iteration ends with its first mapping", "IM-10") { Fix = "fsdax: dax_unshare_iter() should return a valid length (6.3)" }, WithIterator(p => new StopsAfterOneMapping(p))),
        (new("iter-loses-the-errno-of-the-body", "an errno of the body ends the iteration as if it were done", "IM-11"), WithIterator(p => new LosesTheErrnoOfTheBody(p))),
        (new("iter-ends-with-the-errno-of-end", "the errno of iomap_end takes the place of the body's", "IM-11") { Profile = "7.2", Fix = "iomap: support incremental iomap_iter advances (bc264fea0f6f, 6.15)" }, WithIterator(p => new EndsWithTheErrnoOfEnd(p))),
        (new("iter-takes-any-progress", "a body may report more than its mapping has", "IM-12"), WithIterator(p => new TakesAnyProgress(p))),
        (new("iter-believes-stale-mappings", "a stale mapping ends the iteration like any other without progress", "IM-13"), WithIterator(p => new BelievesStaleMappings(p))),
        (new("iter-hands-nothing-back", "iomap_end is not called", "IM-14"), WithIterator(p => new HandsNothingBack(p))),
        (new("iter-tells-end-nothing", "iomap_end is told that nothing was processed", "IM-15"), WithIterator(p => new TellsEndNothing(p))),
        (new("iter-tells-end-all", "iomap_end is told that the whole mapping was processed", "IM-15"), WithIterator(p => new TellsEndAll(p))),
        (new("iter-tells-end-another-length", "iomap_end is told the length of the mapping from its start", "IM-16"), WithIterator(p => new TellsEndAnotherLength(p))),
        (new("iter-loses-the-errno-of-end", "an errno of iomap_end is lost when nothing was processed", "IM-17"), WithIterator(p => new LosesTheErrnoOfEnd(p))),
        (new("iter-forgets-the-source", "the source mapping is no limit", "IM-12", "IM-16"), WithIterator(p => new ForgetsTheSource(p))),
        (new("pgoff-without-the-offset", "the offset of the mapping is not taken off the position", "IM-21"), WithCore((f, p) => new PgoffWithoutTheOffset(f, p))),
        (new("pgoff-without-the-partition", "the start of the mapping on the device is left out", "IM-21") { Fix = "dm writecache: handle DAX to partitions on persistent memory correctly (f9e040efcc28, 5.9)" }, WithCore((f, p) => new PgoffWithoutThePartition(f, p))),
        (new("pgoff-with-the-partition-in-the-offset", "the start on the device is added to the offset in the file, not to the address", "IM-21") { Fix = "erofs: fix fsdax partition offset handling (e33f42b20bcb, 5.17)" }, WithCore((f, p) => new PgoffWithThePartitionInTheOffset(f, p))),
        (new("pgoff-rounds-up", "a position inside a page maps to the next page", "IM-21"), WithCore((f, p) => new PgoffRoundsUp(f, p))),
        (new("pgoff-of-32-bit-sectors", "the sector of a position passes through 32 bits", "IM-21"), WithCore((f, p) => new PgoffOf32BitSectors(f, p))),
        (new("pgoff-swaps-pages", "odd and even pages of a mapping change places", "IM-24", "IM-21"), WithCore((f, p) => new PgoffSwapsPages(f, p))),
        (new("pgoff-of-any-sector", "a sector that begins no page is taken", "IM-22") { Profile = "5.10" }, WithCore((f, p) => new PgoffOfAnySector(f, p))),
    ];

    private sealed class StartsAt0(Profile profile) : ConformingIterator(profile)
    {
        public override void Start(ulong pos, ulong len) => base.Start(0, len);
    }

    private sealed class BeginsNothing(Profile profile) : ConformingIterator(profile)
    {
        private bool _asked;

        public override void Start(ulong pos, ulong len)
        {
            base.Start(pos, len);
            _asked = false;
        }

        public override int iomap_iter(long processed, in IomapAnswer answer)
        {
            if (_asked) return base.iomap_iter(processed, answer);
            _asked = true;
            Begun = Ended = false;
            return 0;
        }
    }

    private sealed class DropsTheMapping(Profile profile) : ConformingIterator(profile)
    {
        public override int iomap_iter(long processed, in IomapAnswer answer) => base.iomap_iter(processed, answer) is var result && result > 0 ? 0 : result;
    }

    private sealed class KeepsTheOldMapping(Profile profile) : ConformingIterator(profile)
    {
        private Iomap? _first;

        public override Iomap Map => _first is { } first && base.Map.Length != 0 ? first : base.Map;

        public override void Start(ulong pos, ulong len)
        {
            base.Start(pos, len);
            _first = null;
        }

        protected override int Begin(in IomapAnswer answer)
        {
            var result = base.Begin(answer);
            if (result > 0 && answer.Begin == 0) _first ??= answer.Map;
            return result;
        }
    }

    private sealed class LosesTheErrnoOfBegin(Profile profile) : ConformingIterator(profile)
    {
        protected override int Begin(in IomapAnswer answer) => Math.Max(0, base.Begin(answer));
    }

    private sealed class MovesByTheMapping(Profile profile) : ConformingIterator(profile)
    {
        protected override void Move(ulong count) => base.Move(count == 0 ? 0 : TrimmedLength(Pos, Len));
    }

    private sealed class KeepsTheLength(Profile profile) : ConformingIterator(profile)
    {
        protected override void Move(ulong count)
        {
            var left = Len;
            base.Move(count);
            if (Len != 0) Len = left;
        }
    }

    private sealed class GoesOnWithoutProgress(Profile profile) : ConformingIterator(profile)
    {
        protected override bool IsStale => true;
    }

    private sealed class GoesOnWhenDone(Profile profile) : ConformingIterator(profile)
    {
        public override int iomap_iter(long processed, in IomapAnswer answer)
        {
            var result = base.iomap_iter(processed, answer);
            return result == 0 && Ended && processed > 0 && Len == 0 ? Begin(answer) : result;
        }
    }

    private sealed class StopsAfterOneMapping(Profile profile) : ConformingIterator(profile)
    {
        public override int iomap_iter(long processed, in IomapAnswer answer)
        {
            var result = base.iomap_iter(processed, answer);
            if (result <= 0 || !Ended) return result;
            Begun = false;
            return 0;
        }
    }

    private sealed class LosesTheErrnoOfTheBody(Profile profile) : ConformingIterator(profile)
    {
        public override int iomap_iter(long processed, in IomapAnswer answer) => base.iomap_iter(processed, answer) is var result && processed < 0 && result == (int)processed ? 0 : result;
    }

    private sealed class EndsWithTheErrnoOfEnd(Profile profile) : ConformingIterator(profile)
    {
        public override int iomap_iter(long processed, in IomapAnswer answer) => base.iomap_iter(processed, answer) is var result && processed < 0 && Ended && answer.End < 0 ? answer.End : result;
    }

    private sealed class TakesAnyProgress(Profile profile) : ConformingIterator(profile)
    {
        protected override ulong TrimmedLength(ulong pos, ulong len) => Math.Max(base.TrimmedLength(pos, len), len);
    }

    private sealed class BelievesStaleMappings(Profile profile) : ConformingIterator(profile)
    {
        protected override bool IsStale => false;
    }

    private sealed class HandsNothingBack(Profile profile) : ConformingIterator(profile)
    {
        protected override void End(ulong length, ulong written)
        {
        }
    }

    private sealed class TellsEndNothing(Profile profile) : ConformingIterator(profile)
    {
        protected override void End(ulong length, ulong written) => base.End(length, 0);
    }

    private sealed class TellsEndAll(Profile profile) : ConformingIterator(profile)
    {
        protected override void End(ulong length, ulong written) => base.End(length, length);
    }

    private sealed class TellsEndAnotherLength(Profile profile) : ConformingIterator(profile)
    {
        protected override void End(ulong length, ulong written) => base.End(Map.Length, written);
    }

    private sealed class LosesTheErrnoOfEnd(Profile profile) : ConformingIterator(profile)
    {
        public override int iomap_iter(long processed, in IomapAnswer answer) => base.iomap_iter(processed, answer with { End = 0 });
    }

    private sealed class ForgetsTheSource(Profile profile) : ConformingIterator(profile)
    {
        public override int iomap_iter(long processed, in IomapAnswer answer) => base.iomap_iter(processed, answer with { Source = default });
    }

    private sealed class PgoffWithoutTheOffset(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_iomap_pgoff(ulong addr, ulong offset, ulong pos, out ulong pgoff) => base.dax_iomap_pgoff(addr, 0, pos, out pgoff);
    }

    private sealed class PgoffWithoutThePartition(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_iomap_pgoff(ulong addr, ulong offset, ulong pos, out ulong pgoff) => base.dax_iomap_pgoff(0, offset, pos, out pgoff);
    }

    private sealed class PgoffWithThePartitionInTheOffset(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_iomap_pgoff(ulong addr, ulong offset, ulong pos, out ulong pgoff) => base.dax_iomap_pgoff(0, unchecked(offset + addr), pos, out pgoff);
    }

    private sealed class PgoffRoundsUp(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_iomap_pgoff(ulong addr, ulong offset, ulong pos, out ulong pgoff) => base.dax_iomap_pgoff(addr, offset, unchecked(pos + (ulong)Device.PageSize - 1), out pgoff);
    }

    private sealed class PgoffOf32BitSectors(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_iomap_pgoff(ulong addr, ulong offset, ulong pos, out ulong pgoff)
        {
            var result = base.dax_iomap_pgoff(addr, offset, pos, out pgoff);
            pgoff = pgoff << Device.PageShift & ((1UL << 41) - 1);
            pgoff >>= Device.PageShift;
            return result;
        }
    }

    private sealed class PgoffSwapsPages(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int dax_iomap_pgoff(ulong addr, ulong offset, ulong pos, out ulong pgoff)
        {
            var result = base.dax_iomap_pgoff(addr, offset, pos, out pgoff);
            if ((pgoff | 1) < Device.Pages) pgoff ^= 1;
            return result;
        }
    }

    private sealed class PgoffOfAnySector(Profile profile, PmemDevice pmem) : DaxCore(profile, pmem, guarded: true)
    {
        public override int bdev_dax_pgoff(ulong sector, out ulong pgoff)
        {
            _ = base.bdev_dax_pgoff(sector, out pgoff);
            return 0;
        }
    }
}
