using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mutants;

/// <summary>The wrong drivers by name, each a <c>mutant:NAME</c> target: proof that the suite can fail.</summary>
public static class MutantLibrary
{
    private static readonly (Mutant Mutant, DriverParts Parts)[] Entries =
    [
        (new("bytes-instead-of-pages", "direct_access answers bytes where pages are due"), new WrongPmem(p => new BytesInsteadOfPages(p))),
        (new("copies-one-byte-short", "copy_cow_page_dax copies PAGE_SIZE - 1 bytes"), new WrongPrivatePage(() => new OneByteShort())),
        (new("ends-one-page-late", "direct_access answers one page more than there is"), new WrongPmem(p => new EndsOnePageLate(p))),
        (new("ignores-poison", "direct_access answers recorded poison like good pages"), new WrongPmem(p => new IgnoresPoison(p))),
        (new("zeroes-half-a-page", "zero_page_range leaves the second half of the page"), new WrongPmem(p => new ZeroesHalfAPage(p))),
        (new("recovers-without-clearing", "recovery_write writes and leaves the poison on record"), new WrongPmem(p => new RecoversWithoutClearing(p))),
    ];

    public static IReadOnlyList<Mutant> All { get; } = [.. Entries.Select(e => e.Mutant)];

    /// <exception cref="TargetException">there is no such mutant; names those there are</exception>
    public static ITarget Open(string name, Profile profile)
    {
        var (mutant, parts) = Entries.FirstOrDefault(e => e.Mutant.Name == name);
        return mutant is not null
            ? new MappedTarget(profile, null, false, parts, $"mutant:{name}", $"the mapped driver, deliberately wrong: {mutant.Says}")
            : throw new TargetException($"there is no mutant '{name}': wanted one of {string.Join(", ", All.Select(m => m.Name))}");
    }

    private sealed class WrongPmem(Func<Profile, PmemDevice> make) : DriverParts
    {
        public override PmemDevice Pmem(Profile profile) => make(profile);
    }

    private sealed class WrongPrivatePage(Func<PrivatePage> make) : DriverParts
    {
        public override PrivatePage PrivatePage() => make();
    }

    private sealed class BytesInsteadOfPages(Profile profile) : PmemDevice(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages > 0 ? pages << PageShift : pages;
        }
    }

    private sealed class EndsOnePageLate(Profile profile) : PmemDevice(profile)
    {
        public override long pmem_dax_direct_access(ulong pgoff, long nrPages, AccessMode mode, ref Translation answer)
        {
            var pages = base.pmem_dax_direct_access(pgoff, nrPages, mode, ref answer);
            return pages >= 0 ? pages + 1 : pages;
        }
    }

    private sealed class IgnoresPoison(Profile profile) : PmemDevice(profile)
    {
        protected override bool IsKnownBad(ulong pgoff, long nrPages, out ulong firstBad)
        {
            firstBad = 0;
            return false;
        }
    }

    private sealed class ZeroesHalfAPage(Profile profile) : PmemDevice(profile)
    {
        protected override void WriteZeros(ulong address) => Memory.WriteZeros(address, (int)PageSize / 2);
    }

    private sealed class RecoversWithoutClearing(Profile profile) : PmemDevice(profile)
    {
        protected override void ForgetPoison(ulong offset, long cleared)
        {
        }
    }

    private sealed class OneByteShort : PrivatePage
    {
        public override void CopyFrom(ScratchFile file, Resource resource, ulong address, int pageSize)
        {
            base.CopyFrom(file, resource, address, pageSize);
            Write(pageSize - 1, [0]);
        }
    }
}
