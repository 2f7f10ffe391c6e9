using System.Collections.Immutable;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reports;

namespace Conformance.Lab;

/// <summary>Asks a device every named edge case.</summary>
public static class EdgeCaseRun
{
    /// <summary>Unjudged, in the order of the catalogue; a case that cannot be run is not observable from its first operation on.</summary>
    public static ImmutableArray<EdgeCaseAnswers> Answers(ITarget target, ModelSet models) => Answers(target, models.EdgeCases);

    public static ImmutableArray<EdgeCaseAnswers> Answers(ITarget target, IEnumerable<EdgeCase> cases)
    {
        using var device = target.Open();
        return [.. cases.Select(e => new EdgeCaseAnswers(e, Run(device, e.History)))];
    }

    private static Outcome[] Run(IDeviceUnderTest device, History history)
    {
        var outcomes = new Outcome[history.Operations.Length];
        try
        {
            device.Run(history, outcomes);
        }
        catch (TargetException)
        {
            Array.Fill(outcomes, Outcome.NotObservable);
        }
        return outcomes;
    }
}
