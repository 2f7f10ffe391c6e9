using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Mapped;

/// <summary>
/// Threads that take turns: one runs at a time, and who goes on at each point is written down in the history. So the same interleaving happens
/// again, on any machine. The threads are real ones, since what they interrupt is ordinary code.
/// </summary>
internal sealed class Turns : IDisposable
{
    private const int StackBytes = 512 << 10;

    private readonly List<Runner> _runners = [];
    private readonly SemaphoreSlim _over = new(0);
    private Interleaving? _how;
    private Action<int>? _body;
    private Exception? _failure;
    private int _running, _turn, _clock;

    /// <summary>Of this history.</summary>
    private int Threads => _how!.Threads;

    /// <summary>Has each thread do its part, and comes back when all have.</summary>
    /// <param name="how">threads and turns</param>
    /// <param name="body">what a thread does</param>
    public void Run(Interleaving how, Action<int> body)
    {
        (_how, _body, _failure, _turn, _clock) = (how, body, null, 0, 0);
        while (_runners.Count < Threads) _runners.Add(new(this, _runners.Count));
        // One without operations is through before anybody runs.
        for (var i = 0; i < Threads; i++) _runners[i].Begin(done: how.Lengths[i] == 0);
        _running = -1;
        Next();
        _over.Wait();
        _how = null;
        if (_failure is not null) throw _failure;
    }

    /// <summary>Another moment of the clock.</summary>
    public int Tick() => _clock++;

    /// <summary>The running thread may be interrupted here. Nothing happens where there are no threads.</summary>
    public void Point()
    {
        if (_how is not null) Yield();
    }

    /// <summary>The running thread goes on when something holds. Nothing happens where there are no threads.</summary>
    /// <exception cref="UnobservableException">nobody is left to bring it about</exception>
    public void Until(Func<bool> holds)
    {
        if (_how is null) return;
        var self = _runners[_running];
        self.Waits = holds;
        Yield();
        self.Waits = null;
        if (self.Stuck) throw new UnobservableException();
    }

    public void Dispose()
    {
        foreach (var runner in _runners) runner.Dispose();
        _over.Dispose();
    }

    private void Yield()
    {
        var self = _runners[_running];
        if (Next()) self.Go.Wait();
    }

    /// <summary>Gives the turn to somebody.</summary>
    /// <returns>to somebody else than who has it</returns>
    private bool Next()
    {
        Span<int> able = stackalloc int[Interleaving.MaxThreads];
        var count = 0;
        for (var i = 0; i < Threads; i++)
            if (!_runners[i].Done && (_runners[i].Waits is not { } holds || holds())) able[count++] = i;
        if (count == 0) return Unblock();
        var before = _running;
        _running = able[count == 1 ? 0 : _turn < _how!.Turns.Length ? _how.Turns[_turn++] % count : Math.Max(0, able[..count].IndexOf(before))];
        if (_running == before) return false;
        _runners[_running].Go.Release();
        return true;
    }

    /// <summary>All who are left wait: the first of them is told that it waits for ever. If none is left, the run is over.</summary>
    private bool Unblock()
    {
        var before = _running;
        _running = _runners.FindIndex(0, Threads, r => !r.Done);
        if (_running < 0)
        {
            _over.Release();
            return true;
        }
        _runners[_running].Stuck = true;
        if (_running == before) return false;
        _runners[_running].Go.Release();
        return true;
    }

    private void Work(int thread)
    {
        try
        {
            _body!(thread);
        }
        catch (Exception e)
        {
            // For Run to throw: another thread's exception ends the process.
            _failure ??= e;
        }
        _runners[thread].Done = true;
        Next();
    }

    private sealed class Runner : IDisposable
    {
        private readonly Thread _thread;
        private bool _ends;

        public Runner(Turns turns, int number)
        {
            _thread = new(() =>
            {
                for (Go.Wait(); !_ends; Go.Wait()) turns.Work(number);
            }, StackBytes)
            { IsBackground = true, Name = $"daxspec turns {number}" };
            _thread.Start();
        }

        public SemaphoreSlim Go { get; } = new(0);

        public Func<bool>? Waits { get; set; }

        public bool Stuck { get; set; }

        public bool Done { get; set; }

        public void Begin(bool done) => (Waits, Stuck, Done) = (null, false, done);

        public void Dispose()
        {
            _ends = true;
            Go.Release();
            _thread.Join();
            Go.Dispose();
        }
    }
}
