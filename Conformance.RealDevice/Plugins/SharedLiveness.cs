using Conformance.RealDevice.Mapped;

namespace Conformance.RealDevice.Plugins;

/// <summary>
/// The alive bit and the read sections of a device that several threads use: what the dax core keeps, and where kill_dax waits
/// (synchronize_srcu). Thread safe.
/// </summary>
internal sealed class SharedLiveness
{
    /// <summary>A wait that nobody ends is given up then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();

    /// <summary>Sections that were opened since the last wait began, and those before it.</summary>
    private readonly int[] _open = new int[2];
    private int _phase;
    private volatile bool _alive;

    public bool Alive
    {
        get => _alive;
        set => _alive = value;
    }

    public void Reset() => (_alive, _phase, _open[0], _open[1]) = (true, 0, 0, 0);

    /// <returns>what <see cref="Close"/> takes</returns>
    public int Open()
    {
        lock (_lock)
        {
            _open[_phase]++;
            return _phase;
        }
    }

    public void Close(int section)
    {
        lock (_lock) _open[section]--;
    }

    /// <summary>Waits for the sections that are open now.</summary>
    /// <exception cref="UnobservableException">nobody closes them</exception>
    public void Wait()
    {
        int old;
        lock (_lock)
        {
            old = _phase;
            _phase ^= 1;
        }
        if (!SpinWait.SpinUntil(() => Volatile.Read(ref _open[old]) == 0, Patience)) throw new UnobservableException();
    }
}
