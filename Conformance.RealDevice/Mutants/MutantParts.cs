using Conformance.RealDevice.Mapped;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mutants;

/// <summary>The parts of a mapped device that honours the contract, one of them wrong.</summary>
internal sealed class MutantParts : DriverParts
{
    private Func<Profile, PmemDevice>? _pmem;
    private Func<Profile, PmemDevice, DaxCore>? _core;
    private Func<Badblocks, Turns, Badblocks>? _lock;
    private Func<Profile, IomapIterator>? _iterator;
    private Func<KmapStack>? _kmaps;
    private Func<PrivatePage>? _page;
    private Func<CallersOf, CallerOperations>? _callers;
    private Func<Profile, PmemDevice, DaxCore, FileOperations>? _files;

    /// <summary>What the operations of a device's users are made of.</summary>
    internal sealed record CallersOf(PmemDevice Pmem, PrivatePage Page, DaxCore Dax, KmapStack Kmaps, IomapIterator Iterator);

    public static MutantParts WithPmem(Func<Profile, PmemDevice> make) => new() { _pmem = make };

    public static MutantParts WithTable(Func<Badblocks, Badblocks> make) => new() { _pmem = p => new ConformingPmem(p, make(ConformingPmem.RightTable(p))) };

    /// <summary>None of them wrong.</summary>
    public static MutantParts Right { get; } = new();

    public static MutantParts WithCore(Func<Profile, PmemDevice, DaxCore> make) => new() { _core = make };

    public static MutantParts WithLock(Func<Badblocks, Turns, Badblocks> make) => new() { _lock = make };

    public static MutantParts WithIterator(Func<Profile, IomapIterator> make) => new() { _iterator = make };

    public static MutantParts WithKmaps(Func<KmapStack> make) => new() { _kmaps = make };

    public static MutantParts WithPage(Func<PrivatePage> make) => new() { _page = make };

    public static MutantParts WithCallers(Func<CallersOf, CallerOperations> make) => new() { _callers = make };

    public static MutantParts WithFiles(Func<Profile, PmemDevice, DaxCore, FileOperations> make) => new() { _files = make };

    public override PmemDevice Pmem(Profile profile) => _pmem?.Invoke(profile) ?? new ConformingPmem(profile);

    public override DaxCore Core(Profile profile, PmemDevice pmem) => _core?.Invoke(profile, pmem) ?? new DaxCore(profile, pmem, guarded: true);

    public override Badblocks Lock(Badblocks table, Turns turns) => _lock?.Invoke(table, turns) ?? new LockedTable(table, turns);

    public override IomapIterator Iterator(Profile profile) => _iterator?.Invoke(profile) ?? new ConformingIterator(profile);

    public override KmapStack Kmaps() => _kmaps?.Invoke() ?? base.Kmaps();

    public override PrivatePage PrivatePage() => _page?.Invoke() ?? base.PrivatePage();

    public override CallerOperations Callers(PmemDevice pmem, DaxCore dax, KmapStack kmaps, IomapIterator iterator) =>
        _callers?.Invoke(new(pmem, PrivatePage(), dax, kmaps, iterator)) ?? base.Callers(pmem, dax, kmaps, iterator);

    public override FileOperations Files(Profile profile, PmemDevice pmem, DaxCore dax) => _files?.Invoke(profile, pmem, dax) ?? base.Files(profile, pmem, dax);
}
