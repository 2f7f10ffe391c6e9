using Conformance.Reference.Histories;
using Conformance.Running;

namespace Conformance.Suite;

/// <summary>
/// Holds histories against the exact model and the contract. Once one has failed, only histories that break the same clause fail, so
/// that shrinking stays with what it found.
/// </summary>
[Collection(SuiteCollection.Name)]
public abstract class HistoryProperties(SuiteTarget target) : IDisposable
{
    private readonly Examiner _examiner = target.Examiner();
    private History? _original;
    private string? _clause;
    private int _steps;

    /// <exception cref="ConformanceException">tells the break, with its token</exception>
    protected void Conforms(History history)
    {
        if (Story.Break(_examiner, history, _clause) is not { } broken) return;
        if (_original is null) (_original, _clause) = (history, broken.Clause);
        else _steps++;
        throw new ConformanceException(Story.Of(target, broken, history, "a generated case", _original, _steps, _examiner.Answers(history)));
    }

    public void Dispose()
    {
        _examiner.Dispose();
        GC.SuppressFinalize(this);
    }
}
