using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Conformance.RealDevice.Probe;
using Conformance.Reference.Histories;
using static Conformance.RealDevice.Probe.DaxspecProbe;

namespace Conformance.RealDevice.Lab;

/// <summary>
/// A kernel in a guest whose probe serves all its providers of DAX, one at a time. A guest that is lost is followed by a fresh one of
/// the same kernel. For one thread.
/// </summary>
public sealed class GuestSession : IDisposable
{
    /// <summary>Of the console, where a guest does not come up.</summary>
    private const int BootLines = 12;

    private readonly Func<IGuest> _boot;
    private readonly GuestLimits _limits;
    private readonly Action<string> _progress;
    private readonly CancellationToken _cancel;
    private IGuest? _guest;
    private FrameChannel? _channel;
    private ProbeProvider? _opened;

    /// <param name="kernel">the kernel's name, as in lab:KERNEL/NAME, which is the generation's</param>
    /// <param name="boot">boots a guest</param>
    /// <param name="limits">how long to wait</param>
    /// <param name="progress">told what happens, in a line</param>
    /// <param name="cancel">ends every wait for the guest, with an <see cref="OperationCanceledException"/></param>
    /// <exception cref="TargetException">no guest, or another version of the probe in it</exception>
    public GuestSession(string kernel, Func<IGuest> boot, GuestLimits? limits = null, Action<string>? progress = null, CancellationToken cancel = default)
    {
        (Kernel, _boot, _limits, _progress, _cancel) = (kernel, boot, limits ?? new(), progress ?? (static _ => { }), cancel);
        try
        {
            Boot();
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Boots a prepared kernel.</summary>
    /// <exception cref="TargetException">it does not come up, or has no probe of this version</exception>
    public static GuestSession Start(LabKernel kernel, Action<string>? progress = null, ProbeLoad? load = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!kernel.HasProbe)
            throw new TargetException($"lab:{kernel.Name}: found no {LabKernel.Probe} beside {kernel.Vmlinuz}; wanted the kernel probe; do: {LabCache.PrepareCommand(kernel.Name)} as root, or for a kernel of your own name its build directory with --headers");
        load?.Module?.CheckFits(kernel);
        progress?.Invoke($"booting {kernel.Release}{(load?.Module is { } module ? $" with {module.Name}" : "")}");
        return new(kernel.Name, () => QemuGuest.Boot(kernel, load, cancel), null, progress, cancel);
    }

    /// <summary>The kernel's name, as in lab:KERNEL/NAME.</summary>
    public string Kernel { get; }

    /// <summary>As uname -r says in the guest.</summary>
    public string Release { get; private set; } = "";

    /// <summary>What the probe can do.</summary>
    public daxspec_info Info { get; private set; }

    /// <summary>What there is in the guest, and what is not there and why, in the guest's order.</summary>
    public ImmutableArray<GuestProvider> Providers { get; private set; } = [];

    /// <summary>Guests so far.</summary>
    public int Boots { get; private set; }

    /// <summary>A provider as a target. It belongs to the session: only one is in use at a time.</summary>
    /// <param name="name">the provider's name</param>
    /// <param name="profile">the generation that nd_pmem is judged by; null: the kernel's</param>
    /// <exception cref="TargetException">there is none of that name, or it cannot be opened</exception>
    public ITarget Target(string name, string? profile = null)
    {
        var provider = Providers.FirstOrDefault(p => p.Name == name);
        if (provider?.Probe is null)
            throw new TargetException($"lab:{Kernel}/{name}: found {(provider is null ? "no such provider" : provider.Absent)} in {Release}; wanted one of {string.Join(", ", Providers.Where(p => p.Probe is not null).Select(p => p.Name))}; do: choose one of them, or another kernel");
        return new LabTarget(this, provider, profile ?? Kernel);
    }

    public void Dispose()
    {
        if (!_cancel.IsCancellationRequested) _channel?.Bye();
        End();
    }

    /// <summary>The channel with that provider open.</summary>
    internal FrameChannel ChannelTo(ProbeProvider provider)
    {
        var channel = _channel ?? throw new TargetException($"lab:{Kernel}: no guest is left");
        if (!ReferenceEquals(_opened, provider))
        {
            _opened = null;
            Device = channel.Open(provider.Request());
            _opened = provider;
        }
        return channel;
    }

    /// <summary>What the probe said of the provider that is open.</summary>
    internal daxspec_device Device { get; private set; }

    /// <summary>Takes down what is left of the guest and boots another.</summary>
    internal ProbeDeath Lose(string reason)
    {
        _cancel.ThrowIfCancellationRequested();
        var guest = _guest ?? throw new TargetException($"lab:{Kernel}: no guest is left ({reason})");
        guest.AwaitEnd();
        string[] log = guest.KernelLog is { Count: > 0 } words ? [.. words] : [$"daxspec: {reason}"];
        var journal = guest.Journal();
        var underWay = journal is { magic: DAXSPEC_JOURNAL_MAGIC, busy: 1 } at ? (at.number, at.operation == DAXSPEC_NO_OPERATION ? ProbeDeath.BeforeTheFirst : (int)Math.Min(at.operation, int.MaxValue)) : ((ulong, int)?)null;
        _progress($"the guest is lost ({reason}); booting another");
        End();
        BootAnother();
        return new(underWay, LastWords.FaultOf(log), LastWords.Of(log));
    }

    /// <summary>A run is not given up for one boot that fails, as it may on a machine that is short of time.</summary>
    private void BootAnother()
    {
        try
        {
            Boot();
        }
        catch (TargetException e)
        {
            End();
            _progress($"{e.Message}; booting once more");
            Boot();
        }
    }

    private void Boot()
    {
        _cancel.ThrowIfCancellationRequested();
        Boots++;
        _guest = _boot();
        try
        {
            _channel = new FrameChannel(_guest.Port, _limits.Silence, _limits.Boot, Progress, _cancel);
        }
        catch (ProbeLostException e)
        {
            _guest.AwaitEnd();
            throw new TargetException($"lab:{Kernel}: the guest does not come up: {e.Message}; its last lines: {string.Join(" / ", LastWords.Of(_guest.KernelLog.TakeLast(BootLines)))}", e);
        }
        var info = Info = _channel.Info;
        Release = ProbeVersion.Text(info.release);
        Providers = GuestProvider.ParseAll(_channel.Providers);
    }

    /// <summary>The journal as a number: it changes with every operation.</summary>
    private ulong Progress()
    {
        if (_guest?.Journal() is not { } journal) return 0;
        return Digest.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<daxspec_journal>(in journal)));
    }

    private void End()
    {
        (_opened, var channel, var guest) = (null, _channel, _guest);
        (_channel, _guest) = (null, null);
        channel?.Dispose();
        guest?.Dispose();
    }
}
