using System.CommandLine;
using System.Text.Json;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Reports;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.CommandLine;

/// <summary>daxspec list: what there is to check, to check against, and to check on.</summary>
internal static class ListCommand
{
    private static readonly string[] Kinds = ["clauses", "profiles", "devices", "targets", "mutants", "scopes", "edge-cases", "known-deviations"];

    public static Command Make(TextWriter output)
    {
        var kind = new Argument<string>("WHAT") { Description = string.Join(", ", Kinds) };
        kind.AcceptOnlyFromAmong(Kinds);
        var json = CommonOptions.Json();
        var command = new Command("list", "list clauses, profiles, devices, targets, mutants, scopes, edge cases or known deviations") { kind, json };
        command.SetAction(parsed =>
        {
            var rows = Rows(parsed.GetRequiredValue(kind), ModelSet.Load());
            if (parsed.GetValue(json)) output.WriteLine(JsonSerializer.Serialize(rows.Select(r => new { name = r.Name, says = r.Says, detail = r.Detail }), JsonOutput.Options));
            else Print(rows, output);
            return ExitCodes.Conforms;
        });
        return command;
    }

    private static IReadOnlyList<(string Name, string Says, string Detail)> Rows(string kind, ModelSet models) => kind switch
    {
        "clauses" =>
        [
            .. models.Clauses.Select(c => (c.Id, c.Sentence, $"{Level(c)}{(c.Since is null ? "" : $", since {c.Since}")}{(c.Until is null ? "" : $", until {c.Until}")}; {c.Source}")),
            .. Reference.Histories.OperationSpec.All.Select(s => (Examiner.ExactPrefix + s.Name, $"{s.Name} answers as the model does, bit for bit", "required of a device that claims to be nd_pmem")),
            .. ClauseCatalog.Owing.Select(c => (c.Id, c.Sentence, $"required of a driver that is plugged in; {c.Source}")),
        ],
        "profiles" => [.. models.Profiles.Select(p => (p.Name, p.Title, ""))],
        "devices" => [.. models.Devices.Select(d => ("@" + d.Name, d.Says, d.Geometry.ToString()))],
        "edge-cases" => [.. models.EdgeCases.Select(e => (e.Name, e.Family, e.History.ToString()))],
        "known-deviations" => [.. models.Waivers.Select(w => (w.Id, w.Consequence, $"{w.Clause}, {string.Join(" ", w.Profiles)}; {w.Counterexample}"))],
        "scopes" => [.. Exhaustive.Scopes.All.Select(s => (s.Text, $"{Words.Count(s.Count)} cases: {s.Says}", ""))],
        "mutants" => [.. MutantLibrary.All.Select(m => ($"mutant:{m.Name}", m.Says, $"{string.Join(" or ", m.Clauses)}, as of {m.Profile}{(m.Fix is { } fix ? $"; {fix}" : "")}"))],
        _ => [.. TargetFactory.Forms.Select(f => (f.Form, f.Says, ""))],
    };

    private static string Level(ClauseData clause) => clause.Level switch { Reference.Contract.Level.AnyOf => "any of", Reference.Contract.Level.Unconstrained => "free", _ => "required" };

    private static void Print(IReadOnlyList<(string Name, string Says, string Detail)> rows, TextWriter output)
    {
        var width = Math.Min(40, rows.Select(r => r.Name.Length).DefaultIfEmpty(0).Max());
        foreach (var (name, says, detail) in rows)
        {
            output.WriteLine($"{name.PadRight(width)}  {says}");
            if (detail.Length > 0) output.WriteLine($"{new string(' ', width)}  {detail}");
        }
    }
}
