using System.CommandLine;
using Conformance.Models;
using Conformance.Power;
using Conformance.RealDevice.Mutants;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.CommandLine;

/// <summary>daxspec power: does the suite find every wrong driver there is, under every seed, by the clause that names the bug?</summary>
internal static class PowerCommand
{
    public const int DefaultSeeds = 20;

    public static Command Make(TextWriter output, TextWriter error)
    {
        var mutants = new Option<string[]>("--mutant") { HelpName = "NAME", Description = "only this one; may be repeated (default: all; 'daxspec list mutants' names them)" };
        var seeds = CommonOptions.OptionalNumber("--seeds", $"seeds, from --seed on (default {DefaultSeeds})", 1, 1000);
        var (seed, json) = (CommonOptions.Seed(), new Option<bool>("--json") { Description = "print the result as lines of JSON" });
        var cases = CommonOptions.OptionalNumber("--cases", $"generated histories of each seed (default {CheckOptions.DefaultCases})", 0, int.MaxValue);
        var parallel = CommonOptions.OptionalNumber("--parallel", "mutants at once (default: as many as there are processors)", 1, 64);
        var write = new Option<DirectoryInfo?>("--write") { HelpName = "DIR", Description = $"write {PowerReport.Document} and {EvidenceDocuments.Folder}/{PowerReport.Lines} there, for instance docs" };
        var command = new Command("power", "run the suite against every wrong driver, and see what finds them: exit code 1 if one survives, or a clause finds none") { mutants, seeds, seed, cases, parallel, write, json };
        command.SetAction((parsed, cancel) =>
        {
            var chosen = Chosen(parsed.GetValue(mutants) ?? []);
            if (parsed.GetValue(write) is not null && chosen.Count < MutantLibrary.All.Count) throw new UsageException("--write with --mutant: wanted all mutants in the document; do: leave one of the two out");
            var run = new PowerRun(ModelSet.Load(), chosen, parsed.GetValue(seed), parsed.GetValue(seeds) ?? DefaultSeeds, parsed.GetValue(cases) ?? CheckOptions.DefaultCases);
            PowerResult result;
            using (new Progress(() => (run.Done, chosen.Count), error, "mutants")) result = run.Run(parsed.GetValue(parallel) ?? Environment.ProcessorCount, cancel);
            Tell(result, parsed.GetValue(write), parsed.GetValue(json), output);
            return Task.FromResult(result.Holds ? ExitCodes.Conforms : ExitCodes.Broken);
        });
        return command;
    }

    private static IReadOnlyList<Mutant> Chosen(string[] names)
    {
        if (names.FirstOrDefault(n => MutantLibrary.All.All(m => m.Name != n)) is { } unknown) throw new UsageException(MutantLibrary.Missing(unknown));
        return names.Length == 0 ? MutantLibrary.All : [.. MutantLibrary.All.Where(m => names.Contains(m.Name))];
    }

    private static void Tell(PowerResult result, DirectoryInfo? write, bool json, TextWriter output)
    {
        if (json) output.Write(PowerReport.Jsonl(result));
        else
            foreach (var line in PowerReport.Terminal(result)) output.WriteLine(line);
        if (write is null) return;
        ReportFiles.Replace(write.FullName, PowerReport.Document, PowerReport.Markdown(result));
        ReportFiles.Replace(Path.Combine(write.FullName, EvidenceDocuments.Folder), PowerReport.Lines, PowerReport.Jsonl(result));
    }
}
