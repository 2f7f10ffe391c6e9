using System.Runtime.ExceptionServices;
using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// A .NET driver, the device around it, and the thread that calls it. A thread cannot be ended from outside: one that is late is left to
/// itself with all that it holds, and nobody else ever touches that.
/// </summary>
internal sealed class DriverThread : IDisposable
{
    private readonly MappedDevice _device;
    private readonly DriverSeat _seat;
    private readonly Thread _thread;
    private readonly SemaphoreSlim _begin = new(0), _end = new(0);
    private Outcome[] _outcomes = [];
    private History? _history;
    private ulong _skip;
    private Trouble? _trouble;
    private ExceptionDispatchInfo? _failure;
    private int _step;
    private long _beat;
    private bool _left;

    /// <param name="device">has the driver in it; belongs to the thread</param>
    /// <param name="seat">the driver; belongs to the thread</param>
    public DriverThread(MappedDevice device, DriverSeat seat)
    {
        (_device, _seat) = (device, seat);
        _thread = new(Serve) { IsBackground = true, Name = "daxspec driver" };
        _thread.Start();
    }

    /// <summary>The operation under way; -1: the device is being opened.</summary>
    public int Step => Volatile.Read(ref _step);

    /// <summary>Carries a history out.</summary>
    /// <param name="history">on a device that the driver can be asked for</param>
    /// <param name="outcomes">one for each operation; if it is late, those of the operations before <see cref="Step"/></param>
    /// <param name="skip">a bit for each operation that is not carried out</param>
    /// <param name="deadline">for one call</param>
    /// <param name="trouble">what went wrong, without what a late call is due, or null</param>
    /// <returns>False: a call was late. Leave it then.</returns>
    /// <exception cref="TargetException">this host refuses</exception>
    public bool TryCarry(History history, Span<Outcome> outcomes, ulong skip, TimeSpan deadline, out Trouble? trouble)
    {
        (_history, _skip, _trouble, _failure) = (history, skip, null, null);
        if (_outcomes.Length < outcomes.Length) _outcomes = new Outcome[outcomes.Length];
        _begin.Release();
        var inTime = IsBackIn(deadline);
        trouble = inTime ? _trouble : null;
        if (inTime) _failure?.Throw();
        outcomes.Fill(Outcome.NotObservable);
        var seen = inTime ? outcomes.Length : Math.Clamp(Step, 0, outcomes.Length);
        _outcomes.AsSpan(0, seen).CopyTo(outcomes);
        return inTime;
    }

    /// <summary>The driver there is goes; the next one is made when a history comes.</summary>
    public void Vacate() => _seat.Vacate();

    /// <summary>A call is late: whenever it comes back, the thread ends.</summary>
    public void Leave() => Volatile.Write(ref _left, true);

    /// <summary>For a thread that was not left: what it holds is free when this returns.</summary>
    public void Dispose()
    {
        Leave();
        _begin.Release();
        _thread.Join();
    }

    /// <summary>False: one call took longer. A beat between two looks means that another one is under way.</summary>
    private bool IsBackIn(TimeSpan deadline)
    {
        while (true)
        {
            var beat = Volatile.Read(ref _beat);
            if (_end.Wait(deadline)) return true;
            if (beat == Volatile.Read(ref _beat)) return false;
        }
    }

    private void Serve()
    {
        for (_begin.Wait(); !Volatile.Read(ref _left); _begin.Wait())
        {
            try
            {
                var history = _history!;
                _trouble = HistoryRun.Carry(_device, history, _outcomes.AsMemory(0, history.Operations.Length), _skip, Begin);
            }
            catch (Exception e)
            {
                // The one who asked is to have it: here nobody takes it.
                _failure = ExceptionDispatchInfo.Capture(e);
            }
            if (Volatile.Read(ref _left)) break;
            _end.Release();
        }
        _device.Dispose();
        _seat.Dispose();
    }

    private void Begin(int step)
    {
        Volatile.Write(ref _step, step);
        Volatile.Write(ref _beat, _beat + 1);
    }
}
