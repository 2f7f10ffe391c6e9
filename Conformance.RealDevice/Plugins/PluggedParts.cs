using Conformance.RealDevice.Mapped;
using Conformance.Reference.Block;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>A mapped device with somebody's driver in it.</summary>
/// <param name="seat">the driver</param>
/// <param name="exact">
/// what is around it is that of the generation, oddities included: for a driver that claims to be its nd_pmem. Otherwise core and table are
/// such that whatever breaks the contract is the driver's doing.
/// </param>
internal sealed class PluggedParts(DriverSeat seat, bool exact) : DriverParts
{
    public override bool Guarded => !exact;

    public override PmemDevice Pmem(Profile profile) => Pmem(profile, null);

    /// <param name="profile">the generation</param>
    /// <param name="shared">the device was attached by another, and this is one thread's way to it</param>
    public PmemDevice Pmem(Profile profile, SharedLiveness? shared)
    {
        var trueIsSuccess = profile.Badblocks == BadblocksAlgorithm.Reworked;
        if (seat.Members.HasFlag(DriverMembers.Badblocks)) return new PluggedPmem(profile, seat, new OwnBadblocks(seat, trueIsSuccess), (new LentBadblocks(trueIsSuccess), () => []), shared);
        if (!exact)
        {
            var table = new LentBadblocks(trueIsSuccess);
            return new PluggedPmem(profile, seat, table, (table, () => table.Records));
        }
        var kernels = Mapped.Badblocks.For(profile.Badblocks);
        return new PluggedPmem(profile, seat, kernels, (new KernelBadblocks(kernels), () => kernels.Records));
    }
}
