using Conformance.Evidence;
using Conformance.Lab;
using Conformance.Models;
using Conformance.Reference.Model;

namespace Conformance.Reports;

/// <summary>The committed documents that are made from models/ and evidence alone, by their path under docs/.</summary>
public static class EvidenceDocuments
{
    /// <summary>The directory of the evidence under docs/.</summary>
    public const string Folder = "evidence";

    public static IReadOnlyList<(string Path, string Text)> Render(ModelSet models, EvidenceSet evidence) =>
    [
        ($"{Folder}/{MatrixFile.Name}", MatrixFile.Render(evidence.Columns)),
        ($"{Folder}/{EdgeCaseFile.Name}", EdgeCaseFile.Render(evidence.EdgeCases)),
        ($"{Folder}/{MatrixReport.Name}", MatrixReport.Render(evidence.Columns, models)),
        ($"{Folder}/{SeamsReport.Name}", SeamsReport.Render(models, evidence, Modelled(models, evidence))),
        (FindingsReport.Name, FindingsReport.Render(FindingDossiers.Build(models, evidence), evidence)),
    ];

    /// <summary>Those of the user surface, whose evidence is apart.</summary>
    public static IReadOnlyList<(string Path, string Text)> RenderSurface(ModelSet models, EvidenceSet evidence) =>
        [($"{Folder}/{SurfaceFile.Name}", SurfaceFile.Render(evidence)), ($"{Folder}/{SurfaceReport.Name}", SurfaceReport.Render(evidence, models))];

    /// <summary>What the models answer to the named edge cases, for the generations that are on record.</summary>
    private static Dictionary<(string, string), IReadOnlyList<string>> Modelled(ModelSet models, EvidenceSet evidence)
    {
        var answers = new Dictionary<(string, string), IReadOnlyList<string>>();
        foreach (var profile in models.Profiles.Where(p => evidence.EdgeCases.Any(e => e.Kernel == p.Name)))
        {
            using var model = new ReferenceTarget(profile);
            foreach (var edge in EdgeCaseRun.Answers(model, models)) answers[(profile.Name, edge.Case.Name)] = EdgeCaseText.Lines(edge, profile);
        }
        return answers;
    }
}
