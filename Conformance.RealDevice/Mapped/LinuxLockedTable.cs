namespace Conformance.RealDevice.Mapped;

/// <summary>The sequence lock as badblocks_check of Linux uses it: a pass that is thrown away leaves something behind.</summary>
/// <param name="table">what is locked</param>
/// <param name="turns">who runs</param>
/// <param name="goesOnBehind">another pass goes on from where the range ended, with no sectors left; else it begins anew</param>
internal sealed class LinuxLockedTable(Badblocks table, Turns turns, bool goesOnBehind) : LockedTable(table, turns)
{
    public override long Check(ulong start, ulong sectors, out BadRecord bad)
    {
        BadRecord met = default;
        var found = Passes(start, sectors, (s, n) => Table.Check(s, n, out met));
        bad = met;
        return found;
    }

    /// <summary>What a pass wrote that was thrown away stays where it was written.</summary>
    public override long Check(ulong start, ulong sectors, out (ulong FirstBad, ulong BadSectors)? written)
    {
        (ulong, ulong)? stays = null;
        var found = Passes(start, sectors, (s, n) =>
        {
            var result = Table.Check(s, n, out (ulong, ulong)? now);
            stays = now ?? stays;
            return result;
        });
        written = stays;
        return found;
    }

    private long Passes(ulong start, ulong sectors, Func<ulong, ulong, long> pass)
    {
        var again = false;
        return Read(() =>
        {
            var behind = again && goesOnBehind;
            again = true;
            return behind ? pass(unchecked(start + sectors), 0) : pass(start, sectors);
        });
    }
}
