using System.Collections.Immutable;
using Conformance.Lab;
using Conformance.Models;
using Conformance.Reference.Model;
using Conformance.Reference.Profiles;
using Conformance.Reports;

namespace Conformance.Suite;

/// <summary>
/// What every kernel generation answers at every edge, as committed reports: a change of a model, a profile or an edge case shows as a
/// difference of text.
/// </summary>
public sealed class EdgeCaseReportTests
{
    public static TheoryData<string> Profiles => [.. ModelSet.Load().Profiles.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public Task The_edge_cases_of(string profile)
    {
        var models = ModelSet.Load();
        var generation = models.Profile(profile);
        return Verify(EdgeCaseReport.Render(generation, models.Devices, Answers(generation, models)), "md").UseDirectory("Snapshots").UseFileName($"edge-cases-{profile}");
    }

    [Fact]
    public Task The_edge_cases_by_profile()
    {
        var models = ModelSet.Load();
        return Verify(EdgeCaseOverview.Render(models.Devices, [.. models.Profiles.Select(p => (p, (IReadOnlyList<EdgeCaseAnswers>)Answers(p, models)))]), "md").UseDirectory("Snapshots").UseFileName("edge-cases-by-profile");
    }

    private static ImmutableArray<EdgeCaseAnswers> Answers(Profile profile, ModelSet models)
    {
        using var target = new ReferenceTarget(profile);
        return EdgeCaseRun.Answers(target, models);
    }
}
