using System.Text;
using System.Text.Json;
using Conformance.Evidence;

namespace Conformance.Lab;

/// <summary>KERNEL/surface.jsonl beside the reports of its surfaces: in the form of lab.jsonl, a driver being DRIVER/KIND.</summary>
public static class SurfaceRecord
{
    public const string Name = "surface.jsonl";

    /// <summary>What a check of a user surface leaves in its directory: the answers to the edges.</summary>
    public const string Edges = "edge.jsonl";

    /// <param name="kernel">the generation</param>
    /// <param name="release">as uname -r says</param>
    /// <param name="runs">the surfaces, those in whose directory a check has left its reports among them</param>
    /// <param name="directory">KERNEL/</param>
    public static string Render(string kernel, string release, IEnumerable<SurfaceRun> runs, string directory)
    {
        var text = new StringBuilder();
        Write(new LabRecord.KernelLine("kernel", kernel, release));
        foreach (var run in runs)
        {
            Write(new LabRecord.DriverLine("driver", run.Surface.Name, LabDrivers.All[LabDrivers.Rank(run.Surface.Driver)].Title, run.Code is null ? run.Reason : null));
            var edges = Path.Combine(directory, run.Surface.Directory, Edges);
            if (run.Code is not null && File.Exists(edges))
                foreach (var edge in EvidenceJson.Read(edges, File.ReadAllText(edges), (_, json) => json.Deserialize<LabRecord.EdgeCaseRecord>(EvidenceJson.Options)))
                    Write(edge with { Driver = run.Surface.Name });
        }
        return text.ToString();

        void Write<T>(T line) => text.Append(JsonSerializer.Serialize(line, EvidenceJson.Options)).Append('\n');
    }

    /// <summary>The answers of one target.</summary>
    public static string RenderEdges(string target, IEnumerable<Reports.EdgeCaseAnswers> answers, Reference.Profiles.Profile profile) =>
        string.Concat(answers.Select(a => JsonSerializer.Serialize(new LabRecord.EdgeCaseRecord("edge_case", target, a.Case.Name, [.. Reports.EdgeCaseText.Lines(a, profile)]), EvidenceJson.Options) + "\n"));
}
