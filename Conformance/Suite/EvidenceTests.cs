using System.Runtime.CompilerServices;
using Conformance.Evidence;
using Conformance.Models;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Suite;

/// <summary>The committed evidence of running kernels (docs/evidence) fits models/, and the documents are what is made of both.</summary>
public sealed class EvidenceTests
{
    private static readonly ModelSet Models = ModelSet.Load();
    private static readonly string Docs = Path.GetFullPath(Path.Combine(Here(), "..", "..", "docs"));
    private static readonly EvidenceSet Evidence = EvidenceSet.Load(Path.Combine(Docs, EvidenceDocuments.Folder));

    [Fact]
    public void The_committed_documents_are_what_models_and_evidence_make()
    {
        foreach (var (path, text) in EvidenceDocuments.Render(Models, Evidence))
            Assert.True(File.Exists(Path.Combine(Docs, path)) && File.ReadAllText(Path.Combine(Docs, path)) == text, $"docs/{path} is not what is made of models/ and docs/evidence; run: daxspec findings --write docs");
    }

    [Fact]
    public void The_committed_contract_is_what_the_models_make() =>
        Assert.True(File.Exists(Path.Combine(Docs, ContractReport.Name)) && File.ReadAllText(Path.Combine(Docs, ContractReport.Name)) == ContractReport.Render(Models), $"docs/{ContractReport.Name} is not what is made of models/contract; run: daxspec contract --write docs");

    [Fact]
    public void The_contract_names_every_clause_and_every_deviation()
    {
        var text = ContractReport.Render(Models);
        Assert.All(Models.Clauses, c => Assert.Contains($"\n### {c.Id}: ", text, StringComparison.Ordinal));
        Assert.All(Models.Waivers, w => Assert.Contains($"- known deviation `{w.Id}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_committed_surface_is_what_its_evidence_makes()
    {
        foreach (var (path, text) in EvidenceDocuments.RenderSurface(Models, SurfaceFile.Load(Path.Combine(Docs, EvidenceDocuments.Folder))))
            Assert.True(File.Exists(Path.Combine(Docs, path)) && File.ReadAllText(Path.Combine(Docs, path)) == text, $"docs/{path} is not what is made of docs/evidence/{SurfaceFile.Name}; run: daxspec lab surface --kernel all --docs docs");
    }

    [Fact]
    public void No_surface_breaks_what_no_finding_explains() =>
        Assert.Empty(SurfaceFile.Load(Path.Combine(Docs, EvidenceDocuments.Folder)).Columns.SelectMany(c => c.Cells.Values.Where(x => x.Status == "broken").Select(x => $"{c.Target} {x.Clause}: write a deviation in models/waivers and name its finding")));

    [Fact]
    public void Every_cell_is_of_a_clause() =>
        Assert.Empty(Cells().Where(c => !c.Cell.Clause.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal) && !Models.Clauses.Any(m => m.Id == c.Cell.Clause)).Select(c => c.Cell.Clause).Distinct());

    [Fact]
    public void Every_broken_cell_has_a_finding() =>
        Assert.Empty(Cells().Where(c => c.Cell.Status == "broken").Select(c => $"{c.Column.Target} {c.Cell.Clause}: write a deviation in models/waivers and name its finding"));

    [Fact]
    public void Every_deviation_that_was_seen_is_known() =>
        Assert.Empty(Cells().SelectMany(c => c.Cell.Deviations ?? []).Distinct().Except(Models.Waivers.Select(w => w.Id)));

    [Fact]
    public void Every_column_is_judged_by_a_profile() => Assert.Empty(Evidence.Columns.Select(c => c.Kernel).Distinct().Except(Models.Profiles.Select(p => p.Name)));

    [Fact]
    public void A_column_says_how_much_was_run_or_why_nothing_was() => Assert.All(Evidence.Columns, c => Assert.True(c.Checked ? c.Cases > 0 && c.Seed is not null && c.Cells.Count > 0 : c.NotChecked!.Length > 0, c.Target));

    [Fact]
    public void Kernels_are_named_by_their_release() => Assert.All(Evidence.Columns, c => Assert.True(c.Release.Length > c.Kernel.Length, c.Release));

    [Fact]
    public void Every_clause_stands_in_every_column() =>
        Assert.All(Evidence.Columns.Where(c => c.Checked), c => Assert.Empty(Models.Clauses.Select(m => m.Id).Except(c.Cells.Keys)));

    [Fact]
    public void Every_edge_case_on_record_is_in_the_catalogue() => Assert.Empty(Evidence.EdgeCases.Select(e => e.Case).Distinct().Except(Models.EdgeCases.Select(e => e.Name)));

    private static IEnumerable<(EvidenceColumn Column, EvidenceCell Cell)> Cells() => Evidence.Columns.SelectMany(c => c.Cells.Values.Select(x => (c, x)));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
