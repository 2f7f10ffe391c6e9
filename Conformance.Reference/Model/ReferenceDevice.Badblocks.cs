using Conformance.Reference.Block;
using Conformance.Reference.Histories;

namespace Conformance.Reference.Model;

/// <summary>The operations on the device's badblocks table.</summary>
public sealed partial class ReferenceDevice
{
    private Outcome BadblocksSet(in Operation operation) => Recorded(_pmem.badblocks_set(operation[0], operation[1], operation[2] != 0));

    private Outcome BadblocksClear(in Operation operation) => Recorded(_pmem.Bb.badblocks_clear(operation[0], operation[1]));

    private Outcome Recorded(int result)
    {
        if (result == Badblocks.Livelock) _kernel.Oops(Fault.Livelock);
        var outcome = Outcome.Of(result);
        SeeTable(ref outcome);
        return outcome;
    }

    private Outcome BadblocksCheck(in Operation operation)
    {
        ulong first_bad = 0, bad_sectors = 0;
        var result = _pmem.Bb.badblocks_check(operation[0], operation[1], ref first_bad, ref bad_sectors);
        if (result == Badblocks.Livelock) _kernel.Oops(Fault.Livelock);
        // In every generation the outputs are written exactly when something was found.
        return result == 0
            ? Outcome.Of(result).SetUntouched(Aspect.FirstBad).SetUntouched(Aspect.BadSectors)
            : Outcome.Of(result).Set(Aspect.FirstBad, first_bad).Set(Aspect.BadSectors, bad_sectors);
    }

    private void SeeTable(ref Outcome outcome)
    {
        if (_dax_dev is null) return;
        var digest = new Digest();
        foreach (var packed in _pmem.Bb.Page[.._pmem.Bb.Count])
        {
            var record = new BadblocksRecord(packed);
            Observation.AddRecord(ref digest, record.Start, record.Length, record.Acknowledged);
        }
        outcome.Set(Aspect.Table, digest.Value);
    }
}
