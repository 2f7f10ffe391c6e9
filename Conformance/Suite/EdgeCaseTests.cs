using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Running;
using Xunit.Abstractions;

namespace Conformance.Suite;

/// <summary>Every named edge case of models/edge-cases on the target, held against the exact model and the contract.</summary>
[Collection(SuiteCollection.Name)]
public sealed class EdgeCaseTests(SuiteTarget target, ITestOutputHelper output) : IDisposable
{
    private readonly Examiner _examiner = target.Examiner();

    public static TheoryData<Named> Cases => [.. ModelSet.Load().EdgeCases.Select(e => new Named(e.Name, $"{e.Family}: {e.Name}"))];

    [ObservableTheory]
    [MemberData(nameof(Cases))]
    public void Conforms_at(Named edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        var history = target.Models.EdgeCases.First(e => e.Name == edge.Id).History;
        if (target.Description.Fixed is { } device) throw new NotObservableException($"{target.Description.Name} is one device, {device}: it cannot become {history.Geometry}");
        var answers = _examiner.Answers(history);
        output.WriteLine(history.Geometry.ToString());
        for (var i = 0; i < answers.Length; i++) output.WriteLine($"{history.Operations[i]} -> {answers[i]}");
        _examiner.Examine(0, history, TellDeviation);
        if (Story.Break(_examiner, history) is { } broken) Fail(edge, history, broken.Clause);
        if (Array.TrueForAll(answers, a => a.Kind == OutcomeKind.NotObservable)) throw new NotObservableException($"{target.Description.Name} carries out none of its operations");
        if (Array.TrueForAll(answers, a => a.Kind != OutcomeKind.Answered)) throw new NotObservableException($"{target.Settings.Profile.Name} has none of its operations");
    }

    public void Dispose() => _examiner.Dispose();

    /// <summary>A known deviation is told and no failure.</summary>
    private void TellDeviation(Observed observed)
    {
        if (observed.Waiver is not null) output.WriteLine($"known deviation {observed.Waiver} of {observed.Clause} at operation {observed.Step + 1}: got {observed.Got}; allowed {observed.Allowed}");
    }

    private void Fail(Named edge, History history, string clause)
    {
        var (smallest, steps) = Shrinker.Shrink(history, h => Story.Break(_examiner, h, clause) is not null);
        var broken = Story.Break(_examiner, smallest, clause)!;
        throw new ConformanceException(Story.Of(target, broken, smallest, $"edge {edge.Id}", history, steps, _examiner.Answers(smallest)));
    }
}
