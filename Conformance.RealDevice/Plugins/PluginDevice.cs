using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>A driver that is plugged in, as a device under test.</summary>
/// <param name="carrier">the way to the driver; belongs to the device</param>
/// <param name="losses">what the carrier keeps count of</param>
/// <param name="description">what can be seen of it</param>
internal sealed class PluginDevice(ICarrier carrier, Losses losses, TargetDescription description) : IBatchedDevice, IPluginDevice, IKernelLog, IConcurrentDevice
{
    private readonly Queue<History> _announced = new();
    private readonly Dictionary<History, (Outcome[] Outcomes, Trouble Trouble)> _fatal = [];
    private (int Began, int Ended)[] _spans = [];

    public ReadOnlySpan<(int Began, int Ended)> LastSpans => _spans;

    public Trouble? LastTrouble { get; private set; }

    public IReadOnlyList<LogLine> LastLog { get; private set; } = [];

    /// <summary>None: what a driver does to its own process is a finding, and no machine was lost.</summary>
    public IReadOnlyList<LostDevice> Lost => [];

    public void BeginSearch() => losses.BeginSearch();

    public void EndSearch() => losses.EndSearch();

    public void Announce(IReadOnlyList<History> histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        foreach (var history in histories) _announced.Enqueue(history);
        carrier.Announce(histories);
    }

    public void Run(History history, Span<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(history);
        (LastTrouble, LastLog) = (null, []);
        if (history.Threads is not null) _spans = IConcurrentDevice.NoneBegan(history.Operations.Length);
        var inRun = IsAnnounced(history);
        if (!inRun && _fatal.TryGetValue(history, out var known))
        {
            known.Outcomes.CopyTo(outcomes);
            Tell(known.Trouble);
            return;
        }
        if (!inRun) losses.Check();
        var trouble = carrier.Carry(history, outcomes, inRun);
        if (history.Threads is not null) _spans = carrier.LastSpans;
        for (var i = 0; i < history.Operations.Length; i++) Restrict(history.Operations[i].Code, ref outcomes[i]);
        if (trouble is null) return;
        outcomes[trouble.Step..].Fill(Outcome.NotObservable);
        Tell(trouble);
        if (trouble.Conduct != Conduct.AsDeclared) _fatal[history] = (outcomes.ToArray(), trouble);
    }

    public void Dispose() => carrier.Dispose();

    private bool IsAnnounced(History history)
    {
        if (_announced.TryPeek(out var next) && ReferenceEquals(next, history))
        {
            _announced.Dequeue();
            return true;
        }
        _announced.Clear();
        return false;
    }

    private void Tell(Trouble trouble)
    {
        LastTrouble = trouble;
        LastLog = [.. trouble.Log.Select(line => new LogLine(trouble.Step, line))];
    }

    /// <summary>Forgets what the driver does not show; what it does not have was not carried out.</summary>
    private void Restrict(OpCode code, ref Outcome outcome)
    {
        var visible = description.Observes(code);
        if (visible.IsEmpty) outcome = PluginDescription.Lacks(description.Members, code) ? Outcome.NotSupported : Outcome.NotObservable;
        else outcome.Restrict(visible);
    }
}
