using System.Diagnostics;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>A driver in this process, called by a thread of its own: a call that does not come back is a finding, and another thread goes on with another driver.</summary>
/// <param name="start">makes a driver, its device and its thread</param>
/// <param name="limits">how long a call may take; a debugger that is attached takes its time</param>
/// <param name="losses">what was given up</param>
/// <param name="skip">a bit for each operation that is never carried out</param>
internal sealed class DriverCarrier(Func<DriverThread> start, PluginLimits limits, Losses losses, ulong skip) : ICarrier
{
    private DriverThread? _thread;
    private bool _wasLate;

    /// <summary>Nothing is gained by knowing what comes.</summary>
    public void Announce(IReadOnlyList<History> histories)
    {
    }

    public Trouble? Carry(History history, Span<Outcome> outcomes, bool inRun)
    {
        _thread ??= start();
        var deadline = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : _wasLate ? limits.LaterDeadline : limits.Deadline;
        if (!_thread.TryCarry(history, outcomes, skip | (inRun ? losses.Banned : 0), deadline, out var trouble)) trouble = Leave(history, deadline);
        if (trouble is null || trouble.Conduct == Conduct.AsDeclared) return trouble;
        losses.Add(history.Operations[trouble.Step].Code, trouble.Conduct == Conduct.InTime, inRun);
        _thread?.Vacate();
        return trouble;
    }

    public void Dispose() => _thread?.Dispose();

    private Trouble Leave(History history, TimeSpan deadline)
    {
        var step = _thread!.Step;
        _thread.Leave();
        (_thread, _wasLate) = (null, true);
        var where = step < 0 ? "open" : history.Operations[step].Code.ToString();
        return TroubleException.Late(deadline, $"the driver was in {where}, and its thread was left there").At(Math.Max(step, 0), []);
    }
}
