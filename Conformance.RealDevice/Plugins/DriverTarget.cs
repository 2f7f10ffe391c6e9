using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>A driver written in .NET: a class that implements <see cref="IPmemDriver"/>, in this process. A call that hangs hangs the run.</summary>
public sealed class DriverTarget : ITarget
{
    private readonly Func<IPmemDriver> _make;
    private readonly Profile _profile;
    private readonly bool _exact;
    private readonly ScratchFile _file;
    private readonly TargetDescription _description;
    private readonly Losses _losses = new();

    /// <param name="make">makes a driver; called anew when one has thrown</param>
    /// <param name="profile">the generation that it is judged by</param>
    /// <param name="exact">it claims to be that generation's nd_pmem</param>
    /// <exception cref="TargetException">it cannot be made</exception>
    public DriverTarget(Func<IPmemDriver> make, Profile profile, bool exact = false)
    {
        ArgumentNullException.ThrowIfNull(make);
        (_make, _profile, _exact) = (make, profile, exact);
        using var seat = Seat();
        _description = PluginDescription.Of($"driver:{seat.Name}", $"{seat.Name}, a .NET driver with {MemberNames.Text(seat.Members)}", seat.Members, seat.PageSizes, exact ? profile.Name : null, Conduct.ComesBack, Conduct.AsDeclared);
        _file = ScratchFile.CreateNameless();
    }

    public TargetDescription Description => _description with { Limits = [.. _description.Limits, .. _losses.Lines()] };

    public IDeviceUnderTest Open() => new PluginDevice(new InlineCarrier(Seat(), _profile, _exact, _file, _losses, PluginDescription.Skipped(_description)), _losses, _description);

    public void Dispose() => _file.Dispose();

    private DriverSeat Seat() => new(() =>
    {
        try
        {
            return _make();
        }
        catch (Exception e) when (e is not TargetException)
        {
            throw new TargetException($"found that the driver's constructor throws {e.GetType().Name}: {e.Message}; wanted a driver; do: see its constructor", e);
        }
    });
}
