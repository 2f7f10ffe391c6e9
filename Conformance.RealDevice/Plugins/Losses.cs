using System.Numerics;
using Conformance.Reference.Histories;

namespace Conformance.RealDevice.Plugins;

/// <summary>Keeps count of a driver's crashes and hangs, so that a run and a search end in a bounded time. Not by the clock: the same answers give the same counts.</summary>
internal sealed class Losses
{
    private readonly Dictionary<OpCode, (int Crashes, int Hangs)> _ofRun = [];
    private (int Crashes, int Hangs) _outside, _ofSearch;
    private bool _searching;

    /// <summary>A bit for each operation that a run does not carry out any more.</summary>
    public ulong Banned { get; private set; }

    /// <summary>A line for each operation that was given up.</summary>
    public IEnumerable<string> Lines()
    {
        for (var bits = Banned; bits != 0; bits &= bits - 1)
            yield return $"{(OpCode)BitOperations.TrailingZeroCount(bits)}: not carried out any more in this run, after {PluginLimits.MaxCrashes} crashes or {PluginLimits.MaxHangs} hangs in it.";
    }

    public void BeginSearch() => (_searching, _ofSearch) = (true, default);

    public void EndSearch() => _searching = false;

    /// <summary>Refuses a history outside of a run when there was enough of it.</summary>
    /// <exception cref="TargetException">there was</exception>
    public void Check()
    {
        var (crashes, hangs) = _searching ? _ofSearch : _outside;
        if (crashes >= PluginLimits.MaxSearchCrashes || hangs >= PluginLimits.MaxSearchHangs)
            throw new TargetException($"the driver crashed {crashes} times and hung {hangs} times: no more is tried");
    }

    public void Add(OpCode code, bool hang, bool inRun)
    {
        if (!inRun)
        {
            ref var count = ref _searching ? ref _ofSearch : ref _outside;
            count = hang ? (count.Crashes, count.Hangs + 1) : (count.Crashes + 1, count.Hangs);
            return;
        }
        var (crashes, hangs) = _ofRun.GetValueOrDefault(code);
        _ofRun[code] = (crashes, hangs) = hang ? (crashes, hangs + 1) : (crashes + 1, hangs);
        if (crashes >= PluginLimits.MaxCrashes || hangs >= PluginLimits.MaxHangs) Banned |= 1UL << (int)code;
    }
}
