using System.Runtime.ExceptionServices;
using Conformance.RealDevice.Mapped;
using Conformance.Reference.Histories;
using Conformance.Reference.Profiles;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// Histories of several threads on a driver whose calls may overlap: real threads. In one run they begin together, in the next ones
/// thread after thread is late, by ever more: where calls must meet inside a window, some run has them meet. Who comes first is up to
/// the machine; the turns of a history are short delays before its calls.
/// </summary>
/// <param name="profile">the generation around the driver</param>
/// <param name="seat">the driver</param>
/// <param name="exact">it claims to be that generation's nd_pmem</param>
internal sealed class OverlappingRun(Profile profile, DriverSeat seat, bool exact)
{
    /// <summary>Times that a thread spins for one turn: some hundred nanoseconds.</summary>
    private const int SpinsOfATurn = 20;

    /// <summary>A thread is late by 1, 2, 4 turns and so on, so many times: some hundred microseconds at most.</summary>
    private const int Delays = 9;

    private readonly SharedLiveness _shared = new();
    private readonly List<Caller> _callers = [];
    private int _runs;
    private int _clock;
    private int _ready;
    private volatile bool _gone;

    /// <summary>One thread's way to the device.</summary>
    private sealed record Caller(DeviceOperations Operations, ThreadCore Core);

    /// <summary>Carries a history with threads out.</summary>
    /// <param name="device">with the driver in it</param>
    /// <param name="history">what to carry out</param>
    /// <param name="outcomes">one for each operation</param>
    /// <param name="spans">takes when each began and ended; of those that none began</param>
    /// <param name="skip">a bit for each operation that is not carried out, and what follows it in its thread is not either</param>
    /// <param name="begin">told the index of an operation before it begins; -1: the device is opened. By any thread</param>
    /// <param name="end">told the index of an operation once its outcome is there. By any thread</param>
    /// <returns>what went wrong, without a log, or null</returns>
    /// <exception cref="TargetException">this host refuses what a mapped device is made of</exception>
    public Trouble? Carry(MappedDevice device, History history, Outcome[] outcomes, (int Began, int Ended)[] spans, ulong skip, Action<int>? begin = null, Action<int, Outcome>? end = null)
    {
        Array.Fill(outcomes, Outcome.NotObservable);
        Resource? resource = null;
        begin?.Invoke(-1);
        if (HistoryRun.Watched(() => resource = device.Begin(history.Geometry), () => -1) is { } refused) return refused;
        if (resource is null) return null;
        var threads = history.Threads!;
        while (_callers.Count < threads.Threads) _callers.Add(NewCaller());
        _shared.Reset();
        (_clock, _ready, _gone) = (0, 0, false);
        var run = _runs++ % (1 + Delays * threads.Threads);
        var (troubles, failures) = (new Trouble?[threads.Threads], new ExceptionDispatchInfo?[threads.Threads]);
        var running = new Thread[threads.Threads];
        for (var t = 0; t < running.Length; t++)
        {
            var thread = t;
            _callers[t].Operations.Attach(history.Geometry, resource);
            running[t] = new(() =>
            {
                try
                {
                    troubles[thread] = CarryThread(thread, TurnsLate(run, thread, threads.Threads), history, outcomes, spans, skip, begin, end);
                }
                catch (TargetException e)
                {
                    failures[thread] = ExceptionDispatchInfo.Capture(e);
                }
            });
            running[t].Start();
        }
        foreach (var thread in running) thread.Join();
        Array.Find(failures, f => f is not null)?.Throw();
        return troubles.Where(t => t is not null).MinBy(t => t!.Step);
    }

    private Caller NewCaller()
    {
        var pmem = new PluggedParts(seat, exact).Pmem(profile, _shared);
        var core = new ThreadCore(profile, pmem, !exact, _shared);
        return new(new(profile, pmem, core), core);
    }

    private static int TurnsLate(int run, int thread, int threads) => run > 0 && (run - 1) % threads == thread ? 1 << (run - 1) / threads : 0;

    private Trouble? CarryThread(int thread, int late, History history, Outcome[] outcomes, (int Began, int Ended)[] spans, ulong skip, Action<int>? begin, Action<int, Outcome>? end)
    {
        var ((step, behind), turns) = (history.Threads!.StepsOf(thread), history.Threads.Turns);
        var caller = _callers[thread];
        Interlocked.Increment(ref _ready);
        var together = new SpinWait();
        while (Volatile.Read(ref _ready) < history.Threads.Threads) together.SpinOnce(sleep1Threshold: -1);
        for (; late > 0; late--)
        {
            Thread.SpinWait(SpinsOfATurn);
            // On a busy machine the thread that is to come first may wait for this one's processor.
            Thread.Yield();
        }
        try
        {
            var trouble = HistoryRun.Watched(() =>
            {
                for (; step < behind && !_gone; step++)
                {
                    // A call that is not carried out ends its thread: those that look for an order take a thread's calls as they come.
                    if ((skip >> (int)history.Operations[step].Code & 1) != 0) return;
                    if (!turns.IsEmpty && turns[step % turns.Length] != thread) Thread.SpinWait(SpinsOfATurn);
                    begin?.Invoke(step);
                    spans[step].Began = Interlocked.Increment(ref _clock);
                    if (!TryCarry(caller.Operations, history.Operations[step], out outcomes[step]))
                    {
                        _gone = true;
                        return;
                    }
                    spans[step].Ended = Interlocked.Increment(ref _clock);
                    _gone |= outcomes[step][Aspect.Fault] != (ulong)Fault.None;
                    end?.Invoke(step, outcomes[step]);
                }
            }, () => step);
            _gone |= trouble is not null;
            return trouble;
        }
        finally
        {
            caller.Core.CloseAll();
        }
    }

    /// <summary>One call; false: it is not seen to come back.</summary>
    private static bool TryCarry(DeviceOperations operations, in Operation operation, out Outcome outcome)
    {
        outcome = new();
        try
        {
            operations.Carry(operation, ref outcome);
        }
        catch (FaultException fault)
        {
            outcome = new Outcome { Kind = OutcomeKind.Answered }.Set(Aspect.Fault, (ulong)fault.Fault);
        }
        catch (UnobservableException)
        {
            outcome = Outcome.NotObservable;
        }
        return outcome.Kind != OutcomeKind.NotObservable;
    }
}
