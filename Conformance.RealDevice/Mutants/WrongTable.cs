using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mutants;

/// <summary>A table of bad sectors that is right but for what is overridden.</summary>
/// <param name="right">the generation's</param>
internal abstract class WrongTable(Badblocks right) : Badblocks
{
    public override int Count => right.Count;

    public override IReadOnlyList<BadRange> Records => right.Records;

    public override void Empty(int pageSize) => right.Empty(pageSize);

    public override long Set(ulong start, ulong sectors, bool acknowledged) => right.Set(start, sectors, acknowledged);

    public override long Clear(ulong start, ulong sectors) => right.Clear(start, sectors);

    public override long Check(ulong start, ulong sectors, out BadRecord bad) => right.Check(start, sectors, out bad);

    public override ulong TableDigest() => right.TableDigest();
}
