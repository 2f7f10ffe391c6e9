using Conformance.RealDevice.Mapped;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Mutants;

/// <summary>iomap_iter as documented: an errno of the body is returned, whatever iomap_end says.</summary>
internal class ConformingIterator(Profile profile) : IomapIterator(profile.Iomap, profile.IomapStale)
{
    public override int iomap_iter(long processed, in IomapAnswer answer) => base.iomap_iter(processed, processed < 0 ? answer with { End = 0 } : answer);
}
