using Conformance.RealDevice.Plugins;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;
using Conformance.Targets;

namespace Conformance.Suite;

/// <summary>The suite for a driver that is a class.</summary>
/// <typeparam name="TDriver">the class</typeparam>
public abstract class DriverConformance<TDriver> : DriverConformance
    where TDriver : IPmemDriver, new()
{
    protected override ITarget Open(Profile profile) => new DriverTarget(() => new TDriver(), profile, limits: PluginHost.Limits);
}
