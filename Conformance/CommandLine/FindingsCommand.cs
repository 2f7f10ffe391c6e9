using System.CommandLine;
using System.Text.Json;
using Conformance.Evidence;
using Conformance.Models;
using Conformance.Reports;

namespace Conformance.CommandLine;

/// <summary>daxspec findings: where Linux breaks its own documentation, from models/ and committed evidence.</summary>
internal static class FindingsCommand
{
    public static Command Make(TextWriter output)
    {
        var evidence = new Option<DirectoryInfo>("--evidence") { HelpName = "DIR", Description = "what running kernels answered (default ./docs/evidence; none there: none)", DefaultValueFactory = _ => new(Path.Combine("docs", EvidenceDocuments.Folder)) };
        var write = new Option<DirectoryInfo?>("--write") { HelpName = "DIR", Description = "write findings.md and the reports of the evidence there, for instance docs" };
        var json = CommonOptions.Json();
        var command = new Command("findings", "list where Linux breaks its own documentation, and which running kernels were seen to") { evidence, write, json };
        command.SetAction(parsed =>
        {
            var (models, seen) = (ModelSet.Load(), EvidenceSet.Load(parsed.GetRequiredValue(evidence).FullName));
            if (parsed.GetValue(write) is { } docs) Write(seen, models, docs, output);
            else Print(FindingDossiers.Build(models, seen), parsed.GetValue(json), output);
            return ExitCodes.Conforms;
        });
        return command;
    }

    /// <summary>Writes every document that is made of models/ and evidence.</summary>
    internal static void Write(EvidenceSet evidence, ModelSet models, DirectoryInfo docs, TextWriter output)
    {
        foreach (var (path, text) in EvidenceDocuments.Render(models, evidence))
        {
            var file = Path.Combine(docs.FullName, path);
            ReportFiles.Replace(Path.GetDirectoryName(file)!, Path.GetFileName(file), text);
            output.WriteLine($"wrote {Path.Combine(docs.ToString(), path)}");
        }
    }

    private static void Print(IReadOnlyList<FindingDossier> dossiers, bool json, TextWriter output)
    {
        if (json)
            output.WriteLine(JsonSerializer.Serialize(dossiers.Select(d => new
            {
                id = d.Finding.Id,
                title = d.Finding.Title,
                where = d.Finding.Where,
                clauses = d.Clauses.Select(c => c.Id),
                generations = d.Generations,
                seen_on = d.Sightings.Select(s => new { kernel = s.Kernel, release = s.Release, drivers = s.Drivers }),
                history = d.Cases[0].Waiver.Counterexample,
                replay = $"daxspec replay {d.Cases[0].Token} {d.Target}",
            }), JsonOutput.Options));
        else
            foreach (var d in dossiers)
            {
                output.WriteLine($"{d.Finding.Id}  {d.Finding.Title}");
                output.WriteLine($"      {string.Join(" ", d.Clauses.Select(c => c.Id))}; {string.Join(" ", d.Generations)}; {(d.Sightings.IsEmpty ? "not seen on a running kernel" : $"seen on {string.Join(", ", d.Sightings.SelectMany(s => s.Drivers.Select(x => $"lab:{s.Kernel}/{x}")))}")}");
                output.WriteLine($"      {d.Cases[0].Waiver.Counterexample}");
            }
    }
}
