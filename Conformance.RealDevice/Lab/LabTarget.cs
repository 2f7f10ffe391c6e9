using System.Globalization;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Lab;

/// <summary>lab:KERNEL/NAME: a provider of DAX in a guest, through the kernel probe.</summary>
public sealed class LabTarget : ITarget
{
    /// <summary>Guests that one device under test may cost; then something else is wrong.</summary>
    public const int MaxLosses = 40;

    private readonly GuestSession _session;
    private readonly ProbeProvider _provider;
    private readonly TargetDescription _description;
    private readonly ProbeCounters _counters = new();
    private readonly FatalOperations _fatal = new();
    private readonly DaxspecProbe.daxspec_device _device;
    private int _lost;

    internal LabTarget(GuestSession session, GuestProvider provider, string profile)
    {
        (_session, _provider) = (session, provider.Probe!);
        Reach(session, provider);
        _device = session.Device;
        _description = ProbeDescription.Of($"lab:{session.Kernel}/{provider.Name}", $"{provider.Title}; Linux {session.Release}, in a guest", provider.IsNdPmem ? profile : null, session.Info, _device, _provider.Segments.Count > 0);
    }

    public TargetDescription Description => _description with
    {
        Limits = [.. _description.Limits, .. _fatal.Lines()],
        Environment = [.. _description.Environment, .. _counters.Lines(), ("guests booted", _session.Boots.ToString(CultureInfo.InvariantCulture)), ("guests lost", _lost.ToString(CultureInfo.InvariantCulture)), ("guests lost to nothing that happens again", _fatal.Acquitted.ToString(CultureInfo.InvariantCulture))],
    };

    public IDeviceUnderTest Open() => new ProbeDevice(new Link(this), _description.Observes, _description.Fixed is not null, _fatal);

    /// <summary>The guest belongs to the session.</summary>
    public void Dispose()
    {
    }

    /// <summary>Opens the provider. A guest that an earlier target left behind lost is replaced once.</summary>
    private static void Reach(GuestSession session, GuestProvider provider)
    {
        try
        {
            try
            {
                session.ChannelTo(provider.Probe!);
            }
            catch (ProbeLostException e)
            {
                session.Lose(e.Message);
                session.ChannelTo(provider.Probe!);
            }
        }
        catch (ProbeLostException e)
        {
            throw new TargetException($"lab:{session.Kernel}/{provider.Name}: the guest does not survive opening it: {e.Message}", e);
        }
    }

    private sealed class Link(LabTarget target) : IProbeLink
    {
        private int _losses;

        public IProbeChannel Channel
        {
            get
            {
                var channel = target._session.ChannelTo(target._provider);
                return target._session.Device.Equals(target._device) ? channel : throw new TargetException($"{target._description.Name} is not the device it was before the guest was booted anew");
            }
        }

        public ProbeDeath Lose(string reason)
        {
            target._lost++;
            if (++_losses > MaxLosses) throw new TargetException($"{target._description.Name}: {MaxLosses} guests were lost ({reason}): the run ends here");
            return target._session.Lose(reason);
        }

        public void Count(ulong calls, ulong nanoseconds) => target._counters.Add(calls, nanoseconds);
    }
}
