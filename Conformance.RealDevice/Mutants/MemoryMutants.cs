using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Mutants.MutantParts;
using static Conformance.Reference.Histories.Errno;

namespace Conformance.RealDevice.Mutants;

/// <summary>Wrong kmaps (mm/highmem.c), loads and stores.</summary>
internal static class MemoryMutants
{
    public static IEnumerable<(Mutant, DriverParts)> All =>
    [
        (new("kmap-depth-stays", "kmap_atomic does not disable page faults", "KM-01"), WithKmaps(() => new DepthStays())),
        (new("kunmap-depth-stays", "kunmap_atomic does not enable page faults", "KM-02"), WithKmaps(() => new UnmapDepthStays())),
        (new("kmap-nests-8-deep", "the ninth kmap_atomic is refused", "KM-03"), WithKmaps(() => new Nests8Deep())),
        (new("kunmap-refuses-and-lowers", "a kunmap_atomic that is refused enables page faults", "KM-04"), WithKmaps(() => new RefusesAndLowers())),
        (new("load-refuses-the-last-page", "the last page of the device cannot be loaded", "MM-01"), WithCallers(c => new LoadRefusesTheLastPage(c))),
        (new("load-from-a-cache", "a page is loaded as it was when it was loaded first", "MM-02"), WithCallers(c => new LoadFromACache(c))),
        (new("load-behind-the-end", "a load behind the device answers a page of zeros", "MM-03"), WithCallers(c => new LoadBehindTheEnd(c))),
        (new("store-stays-in-its-mapping", "a store through the second mapping does not reach the memory", "MM-04", "MM-02") { Fix = "dax: fix cache flush on PMD-mapped pages (5.19)" }, WithCallers(c => new StoreStaysInItsMapping(c))),
        (new("store-behind-the-end", "a store behind the device is reported as done", "MM-05"), WithCallers(c => new StoreBehindTheEnd(c))),
        (new("store-refuses-the-last-byte", "a store up to the last byte of the device is refused", "MM-06"), WithCallers(c => new StoreRefusesTheLastByte(c))),
        (new("second-mapping-is-another", "the second mapping shows the page behind", "MM-07"), WithCallers(c => new SecondMappingIsAnother(c))),
    ];

    private sealed class DepthStays : KmapStack
    {
        private int _mapped;

        public override void Empty()
        {
            base.Empty();
            _mapped = 0;
        }

        public override long kmap_atomic(out Misuse misuse)
        {
            misuse = Misuse.None;
            return _mapped++;
        }
    }

    private sealed class UnmapDepthStays : KmapStack
    {
        public override long kunmap_atomic(ulong mapping, bool byPage, out Misuse misuse)
        {
            var depth = Depth;
            var result = base.kunmap_atomic(mapping, byPage, out misuse);
            Depth = depth;
            return result;
        }
    }

    private sealed class Nests8Deep : KmapStack
    {
        public override long kmap_atomic(out Misuse misuse)
        {
            if (Depth < MaxDepth / 2) return base.kmap_atomic(out misuse);
            misuse = Misuse.TooDeep;
            return -EINVAL;
        }
    }

    private sealed class RefusesAndLowers : KmapStack
    {
        public override long kunmap_atomic(ulong mapping, bool byPage, out Misuse misuse)
        {
            var result = base.kunmap_atomic(mapping, byPage, out misuse);
            if (result < 0 && Depth > 0) Depth--;
            return result;
        }
    }

    private sealed class LoadRefusesTheLastPage(CallersOf parts) : MutantCallers(parts)
    {
        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (IsLast(operation[0])) outcome = Outcome.Of(-EFAULT);
        }
    }

    private sealed class LoadFromACache(CallersOf parts) : MutantCallers(parts)
    {
        private readonly Dictionary<ulong, Outcome> _loaded = [];

        public override void Attach(Geometry geometry, Resource? resource)
        {
            base.Attach(geometry, resource);
            _loaded.Clear();
        }

        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (!_loaded.TryAdd(operation[0], outcome)) outcome = _loaded[operation[0]];
        }
    }

    private sealed class LoadBehindTheEnd(CallersOf parts) : MutantCallers(parts)
    {
        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (Memory is not null && operation[0] >= Device.Pages) outcome = Outcome.Of(0).Set(Aspect.Contents, Digest.Of(new byte[Device.PageSize]));
        }
    }

    private sealed class StoreStaysInItsMapping(CallersOf parts) : MutantCallers(parts)
    {
        protected override void Store(in Operation operation, ref Outcome outcome)
        {
            if (operation[4] == 0 || operation[0] >= Device.Pages) base.Store(operation, ref outcome);
            else outcome = Outcome.Of(0);
        }
    }

    private sealed class StoreBehindTheEnd(CallersOf parts) : MutantCallers(parts)
    {
        protected override void Store(in Operation operation, ref Outcome outcome)
        {
            base.Store(operation, ref outcome);
            if (outcome.Result == -EFAULT) outcome = Outcome.Of(0);
        }
    }

    private sealed class StoreRefusesTheLastByte(CallersOf parts) : MutantCallers(parts)
    {
        protected override void Store(in Operation operation, ref Outcome outcome)
        {
            var page = (ulong)Device.PageSize;
            if (Memory is not null && IsLast(operation[0]) && operation[1] < page && operation[2] == page - operation[1]) outcome = Outcome.Of(-EFAULT);
            else base.Store(operation, ref outcome);
        }
    }

    private sealed class SecondMappingIsAnother(CallersOf parts) : MutantCallers(parts)
    {
        protected override void Load(in Operation operation, ref Outcome outcome)
        {
            base.Load(operation, ref outcome);
            if (operation[1] == 0 || Memory is null || operation[0] + 1 >= Device.Pages) return;
            var page = new byte[Device.PageSize];
            Memory.Read(Parts.Pmem.AddressOf(operation[0] + 1), page);
            outcome = Outcome.Of(0).Set(Aspect.Contents, Digest.Of(page));
        }
    }
}
