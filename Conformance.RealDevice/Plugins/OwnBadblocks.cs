using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>The driver's own table. What its records are is the driver's secret, so there is no digest of them.</summary>
/// <param name="seat">whose table it is</param>
/// <param name="trueIsSuccess">what the generation's set and clear call success: true (1) since 6.15, 0 before</param>
internal sealed class OwnBadblocks(DriverSeat seat, bool trueIsSuccess) : Badblocks
{
    /// <summary>A device that was just opened has an empty one.</summary>
    public override void Empty(int pageSize)
    {
    }

    public override long Set(ulong start, ulong sectors, bool acknowledged) => Said(seat.Driver.BadblocksSet(start, sectors, acknowledged), "badblocks_set");

    public override long Clear(ulong start, ulong sectors) => Said(seat.Driver.BadblocksClear(start, sectors), "badblocks_clear");

    public override long Check(ulong start, ulong sectors, out BadRecord bad)
    {
        var found = Check(start, sectors, out (ulong FirstBad, ulong)? written);
        bad = written is { } met ? BadRecord.Pack(met.FirstBad, 1, found == 1) : default;
        return found;
    }

    public override long Check(ulong start, ulong sectors, out (ulong FirstBad, ulong BadSectors)? written)
    {
        var found = Declared(seat.Driver.BadblocksCheck(start, sectors, out var firstBad, out var badSectors), "badblocks_check");
        written = found == 0 ? null : (firstBad, badSectors);
        return found;
    }

    public override ulong TableDigest() => 0;

    private long Said(int result, string call) => (Declared(result, call) == 0) == trueIsSuccess ? 1 : 0;

    private static int Declared(int result, string call) => result == -Errno.EOPNOTSUPP ? throw TroubleException.Undeclared(call, "badblocks") : result;
}
