using System.Diagnostics;
using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>A driver written in .NET: a class that implements <see cref="IPmemDriver"/>, in this process, called by one thread of its own, also where it says that its calls may overlap.</summary>
public sealed class DriverTarget : ITarget
{
    private readonly Func<IPmemDriver> _make;
    private readonly Profile _profile;
    private readonly bool _exact;
    private readonly PluginLimits _limits;
    private readonly ScratchFile _file;
    private readonly TargetDescription _description;
    private readonly Losses _losses = new();

    /// <param name="make">makes a driver; called anew when one has thrown</param>
    /// <param name="profile">the generation that it is judged by</param>
    /// <param name="exact">it claims to be that generation's nd_pmem</param>
    /// <param name="limits">how long a call may take; null: <see cref="PluginLimits.Default"/></param>
    /// <exception cref="TargetException">it cannot be made</exception>
    public DriverTarget(Func<IPmemDriver> make, Profile profile, bool exact = false, PluginLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        (_make, _profile, _exact, _limits) = (make, profile, exact, limits ?? PluginLimits.Default);
        using var seat = Occupied();
        _description = PluginDescription.Of($"driver:{seat.Name}", $"{seat.Name}, a .NET driver with {MemberNames.Text(seat.Members)}", seat.Members, seat.PageSizes, exact ? profile.Name : null, Conduct.ComesBack, Conduct.InTime, Conduct.AsDeclared) with { Concurrent = false, Races = false };
        _file = ScratchFile.CreateNameless();
    }

    public TargetDescription Description => _description with { Limits = [.. _description.Limits, .. _losses.Lines()] };

    public IDeviceUnderTest Open() => new PluginDevice(new DriverCarrier(Start, _limits, _losses, PluginDescription.Skipped(_description)), _losses, _description);

    public void Dispose() => _file.Dispose();

    private DriverThread Start()
    {
        var seat = Occupied();
        return new(new MappedDevice(_profile, _file, new PluggedParts(seat, _exact)), seat);
    }

    /// <summary>A driver that is there, and has said what it is.</summary>
    /// <exception cref="TargetException">it does not in time</exception>
    private DriverSeat Occupied()
    {
        var seat = Seat();
        var asked = Task.Factory.StartNew(() => (seat.Name, seat.Members, seat.PageSizes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WaitAny([asked], Debugger.IsAttached ? Timeout.InfiniteTimeSpan : _limits.Deadline) < 0)
            throw new TargetException($"found that the driver has not said what it is in {_limits.Deadline.TotalSeconds:0.###} s; wanted its constructor, Name, Members and PageSizes to come back; do: see what they wait for (DAXSPEC_DEADLINE gives them more seconds)");
        _ = asked.GetAwaiter().GetResult();
        return seat;
    }

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
