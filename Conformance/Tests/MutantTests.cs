using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Generation;
using Conformance.Models;
using Conformance.Power;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Tests;

/// <summary>The suite can fail: every wrong driver is found by the contract as the committed kill matrix says, with a counterexample that has nothing to spare.</summary>
public sealed class MutantTests
{
    private static readonly ModelSet Models = ModelSet.Load();
    private static readonly Dictionary<string, JsonElement> Committed = Read();

    public static TheoryData<string> Names => [.. MutantLibrary.All.Select(m => m.Name)];

    public static TheoryData<string> Profiles => [.. Models.Profiles.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_driver_without_a_bug_honours_every_clause_and_needs_no_excuse(string profile)
    {
        using var target = MutantLibrary.Open(MutantLibrary.None, Models.Profile(profile));
        var result = new Checker(new() { Target = target, Profile = Models.Profile(profile), Cases = 500, SweepStep = 3 }, Models).Run();
        Assert.DoesNotContain(result.Clauses, c => c.Status is Status.Broken or Status.Waived);
        Assert.True(result.CountOf(Status.Held) > 100);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_driver_is_found_as_the_committed_matrix_says(string name)
    {
        var row = Row(name);
        using var trial = new Bench(name, row);
        Assert.Contains(row.GetProperty("found_by").GetString(), trial.Mutant.Clauses);
        Assert.True(trial.Breaks(trial.Plan.HistoryAt(row.GetProperty("case").GetInt64() - 1)), $"{trial.Clause} is not broken by {row.GetProperty("label")}; run: daxspec power --write docs");
        Assert.True(trial.Breaks(trial.Smallest), $"{trial.Clause} is not broken by {trial.Smallest}; run: daxspec power --write docs");
        Assert.False(trial.BreaksWithoutTheBug(trial.Smallest));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_smaller_history_shows_the_bug(string name)
    {
        using var trial = new Bench(name, Row(name));
        Assert.DoesNotContain(Smaller.Than(trial.Smallest), trial.Breaks);
    }

    /// <summary>Otherwise what finds it would depend on the number of workers.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_wrong_driver_answers_depends_on_the_history_alone(string name)
    {
        using var trial = new Bench(name, Row(name));
        var cases = Enumerable.Range(0, trial.Plan.Named).Select(n => trial.Plan.HistoryAt(n)).ToArray();
        Assert.Equal(cases.Select(trial.AnswersTo), cases.Reverse().Select(trial.AnswersTo).ToArray().Reverse());
    }

    [Fact]
    public void The_committed_matrix_is_of_these_mutants_and_nothing_survives_or_idles()
    {
        Assert.Equal(MutantLibrary.All.Select(m => (m.Name, m.Profile, string.Join(" ", m.Clauses), m.Fix)),
            Committed.Values.Select(r => (r.GetProperty("name").GetString()!, r.GetProperty("profile").GetString()!, string.Join(" ", r.GetProperty("clauses").EnumerateArray().Select(c => c.GetString())), r.GetProperty("fix").GetString())));
        var run = JsonDocument.Parse(Lines()[0]).RootElement;
        Assert.Empty(run.GetProperty("survivors").EnumerateArray());
        Assert.Empty(run.GetProperty("idle").EnumerateArray());
        Assert.Equal(["KL-01"], run.GetProperty("unseen").EnumerateArray().Select(u => u.GetString()));
        Assert.Equal((PowerCommand.DefaultSeeds, CheckOptions.DefaultCases), (run.GetProperty("seeds").GetInt32(), run.GetProperty("cases").GetInt32()));
    }

    [Fact]
    public void There_are_enough_of_them_and_every_name_is_one()
    {
        Assert.True(MutantLibrary.All.Count >= 80);
        Assert.True(MutantLibrary.All.Count(m => m.Fix is not null) >= 20);
        Assert.Distinct(MutantLibrary.All.Select(m => m.Name));
        Assert.All(MutantLibrary.All.SelectMany(m => m.Clauses), c => Assert.NotEqual(Reference.Contract.Level.Unconstrained, ClauseCatalog.Find(Models, c).Level));
    }

    [Fact]
    public void A_bug_that_the_named_clause_does_not_find_survives()
    {
        var result = new PowerRun(Models, [MutantLibrary.All[0] with { Clauses = ["KM-01"] }, MutantLibrary.All[1]], 1, 2, 100).Run(2);
        Assert.False(result.Holds);
        Assert.Equal([MutantLibrary.All[0].Name], result.Survivors.Select(t => t.Mutant.Name));
        Assert.Contains(PowerReport.Terminal(result), l => l.Contains("SURVIVES: none of KM-01 found it; broken: DA-", StringComparison.Ordinal));
    }

    [Fact]
    public void Power_tells_what_found_a_mutant_and_after_how_many_cases()
    {
        var (code, output, _) = PluginRun.Daxspec("power", "--mutant", "zeroes-half-a-page", "--seeds", "3", "--cases", "200");
        Assert.Equal(ExitCodes.Conforms, code);
        Assert.StartsWith("zeroes-half-a-page  ZP-06  case ", output, StringComparison.Ordinal);
        Assert.Contains("page=4096 size=4096 | dax_zero_page_range nr_pages=1\n", output, StringComparison.Ordinal);
        Assert.Equal(output, PluginRun.Daxspec("power", "--mutant", "zeroes-half-a-page", "--seeds", "3", "--cases", "200", "--parallel", "2").Output);
    }

    [Theory]
    [InlineData("power --mutant zeroes-nothin", "there is no mutant 'zeroes-nothin': wanted one of the ")]
    [InlineData("power --mutant zeroes-nothing --write docs", "--write with --mutant: wanted all mutants in the document")]
    [InlineData("power --seeds 0", "--seeds 0: wanted 1 .. 1000")]
    [InlineData("check mutant:ignores", "such as ignores-poison")]
    public void Wrong_use_is_told(string line, string words)
    {
        var (code, _, error) = PluginRun.Daxspec(line.Split(' '));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    [Fact]
    public void A_token_of_a_finding_replays_on_the_mutant_and_not_without_its_bug()
    {
        var token = new Token("6.1", HistoryText.ParseHistory(Row("ignores-poison").GetProperty("smallest").GetString()!)).ToString();
        Assert.Equal(ExitCodes.Broken, PluginRun.Daxspec("replay", token, "mutant:ignores-poison").Code);
        Assert.Equal(ExitCodes.Conforms, PluginRun.Daxspec("replay", token, "mutant:none").Code);
    }

    private static JsonElement Row(string name) => Committed.TryGetValue(name, out var row) ? row : throw new InvalidOperationException($"docs/{EvidenceDocuments.Folder}/{PowerReport.Lines} has no {name}; run: daxspec power --write docs");

    private static Dictionary<string, JsonElement> Read() => Lines().Skip(1).Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(r => r.GetProperty("name").GetString()!);

    private static string[] Lines() => File.ReadAllLines(Path.Join(PluginRun.Samples, "..", "docs", EvidenceDocuments.Folder, PowerReport.Lines));

    /// <summary>One mutant with what the matrix says of it.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly ITarget _wrong, _right;
        private readonly Examiner _examiner, _without;

        public Bench(string name, JsonElement row)
        {
            Mutant = MutantLibrary.All.First(m => m.Name == name);
            Clause = row.GetProperty("found_by").GetString()!;
            Smallest = HistoryText.ParseHistory(row.GetProperty("smallest").GetString()!);
            (_wrong, _right) = (MutantLibrary.Open(name, Models.Profile(Mutant.Profile)), MutantLibrary.Open(MutantLibrary.None, Models.Profile(Mutant.Profile)));
            Plan = new(Options(_wrong), Models);
            (_examiner, _without) = (new(Options(_wrong), Models), new(Options(_right), Models));
        }

        public Mutant Mutant { get; }

        public string Clause { get; }

        public History Smallest { get; }

        public CasePlan Plan { get; }

        public bool Breaks(History history) => Conclusions.BreakOf(_examiner, Clause, history) is not null;

        /// <summary>A digest of all that it answers.</summary>
        public ulong AnswersTo(History history) => _examiner.Examine(0, history);

        public bool BreaksWithoutTheBug(History history) => Conclusions.BreakOf(_without, Clause, history) is not null;

        public void Dispose()
        {
            _examiner.Dispose();
            _without.Dispose();
            _wrong.Dispose();
            _right.Dispose();
        }

        private CheckOptions Options(ITarget target) => new() { Target = target, Profile = Models.Profile(Mutant.Profile), Oracle = Oracle.Contract, Filter = [Clause], Concurrent = Mutant.Races };
    }
}
