using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>Shows how far a run is: one line that is rewritten on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Func<(long Done, long Count)> _state;
    private readonly TextWriter _error;
    private readonly bool _rewrite = !Console.IsErrorRedirected;
    private readonly Timer _timer;

    public Progress(Checker checker, TextWriter error)
        : this(() => (checker.Done, checker.Plan.Count), error)
    {
    }

    public Progress(Func<(long Done, long Count)> state, TextWriter error)
    {
        (_state, _error) = (state, error);
        var period = _rewrite ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
        _timer = new(_ => Show(), null, period, period);
    }

    private void Show()
    {
        var (done, count) = _state();
        var line = done >= count ? $"all {Reports.Words.Count(count)} cases asked; looking for the smallest histories" : $"{Reports.Words.Count(done)} of {Reports.Words.Count(count)} cases ({100 * done / Math.Max(1, count)} %)";
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
