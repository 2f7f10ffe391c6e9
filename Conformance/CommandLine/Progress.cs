using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>Shows how far a run is: one line that is rewritten on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Func<(long Done, long Count)> _state;
    private readonly TextWriter _error;
    private readonly bool _rewrite = !Console.IsErrorRedirected;
    private readonly Timer _timer;
    private readonly string _unit;

    public Progress(Checker checker, TextWriter error)
        : this(() => (checker.Done, checker.Plan.Count), error)
    {
    }

    /// <param name="state">how much is done, of how much</param>
    /// <param name="error">takes the lines</param>
    /// <param name="unit">of what</param>
    public Progress(Func<(long Done, long Count)> state, TextWriter error, string unit = "cases")
    {
        (_state, _error, _unit) = (state, error, unit);
        var period = _rewrite ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
        _timer = new(_ => Show(), null, period, period);
    }

    private void Show()
    {
        var (done, count) = _state();
        var line = done >= count ? $"all {Reports.Words.Count(count)} {_unit} asked; looking for the smallest histories" : $"{Reports.Words.Count(done)} of {Reports.Words.Count(count)} {_unit} ({100 * done / Math.Max(1, count)} %)";
        if (_rewrite) _error.Write($"\r{line} ");
        else _error.WriteLine(line);
    }

    public void Dispose()
    {
        using var stopped = new ManualResetEvent(false);
        if (_timer.Dispose(stopped)) stopped.WaitOne();
        if (_rewrite) _error.Write("\r\e[K");
    }
}
