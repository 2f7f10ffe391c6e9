using Conformance.CommandLine;
using Conformance.Models;
using Conformance.Reference.Histories;
using Conformance.Reference.Model;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Tests;

public sealed class CheckerTests
{
    private static readonly ModelSet Models = ModelSet.Load();
    private static readonly Lazy<RunResult> OffByOne = new(() => Check(PlantedTarget.OffByOne));

    [Fact]
    public void Reports_do_not_depend_on_the_number_of_workers()
    {
        var (one, several) = (OffByOne.Value, Check(PlantedTarget.OffByOne, workers: 2));
        Assert.Equal(MarkdownReport.Render(one), MarkdownReport.Render(several));
        Assert.Equal(JUnitReport.Render(one), JUnitReport.Render(several));
        Assert.Equal(JsonlReport.Render(one), JsonlReport.Render(several));
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes() =>
        Assert.Equal(JsonlReport.Render(OffByOne.Value), JsonlReport.Render(Check(PlantedTarget.OffByOne)));

    [Fact]
    public void Another_seed_gives_other_cases() =>
        Assert.NotEqual(Check(PlantedTarget.None, Oracle.Exact, seed: 1).AnswerDigests.Last(), Check(PlantedTarget.None, Oracle.Exact, seed: 2).AnswerDigests.Last());

    [Fact]
    public void Named_and_swept_cases_come_with_every_seed() =>
        Assert.Equal(Plan(seed: 1).HistoryAt(Plan(seed: 1).Named + Plan(seed: 1).Swept - 1), Plan(seed: 2).HistoryAt(Plan(seed: 2).Named + Plan(seed: 2).Swept - 1));

    [Fact]
    public void A_case_is_called_by_where_it_comes_from()
    {
        var plan = Plan(seed: 9);
        Assert.Equal($"edge {Models.EdgeCases[0].Name}", plan.LabelAt(0));
        Assert.Equal("sweep 0", plan.LabelAt(plan.Named));
        Assert.Equal("seed 9 case 3", plan.LabelAt(plan.Named + plan.Swept + 3));
    }

    [Fact]
    public void An_off_by_one_in_the_count_is_broken_with_its_smallest_history()
    {
        var broken = OffByOne.Value.Clauses.First(c => c.Id == "EX-dax_direct_access");
        Assert.Equal(Status.Broken, broken.Status);
        Assert.Equal("page=4096 size=8192 | dax_direct_access nr_pages=2", broken.Finding!.Smallest.ToString());
        Assert.StartsWith("1 ", broken.Finding.Observed.Got, StringComparison.Ordinal);
        Assert.StartsWith("2 ", broken.Finding.Observed.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_device_exits_with_1() => Assert.Equal(ExitCodes.Broken, Check(PlantedTarget.OffByOne, Oracle.Exact).ExitCode);

    [Fact]
    public void A_device_that_is_the_model_conforms_to_the_model() => Assert.Equal(ExitCodes.Conforms, Check(PlantedTarget.None, Oracle.Exact).ExitCode);

    [Fact]
    public void A_device_of_which_nothing_is_seen_is_not_said_to_conform()
    {
        var result = Check(PlantedTarget.Blind);
        Assert.Equal(ExitCodes.NothingChecked, result.ExitCode);
        Assert.Equal(0, result.CountOf(Status.Held));
    }

    [Fact]
    public void A_device_that_cannot_be_brought_into_a_state_is_an_error_with_the_case()
    {
        using var target = new PlantedTarget(PlantedTarget.Linux61, (o, outcome) => o.Code == OpCode.kmap_atomic ? throw new TargetException("the page is gone") : outcome);
        var result = Check(target);
        Assert.Equal(ExitCodes.Harness, result.ExitCode);
        Assert.Equal("the page is gone", result.Errors[0].Reason);
        Assert.StartsWith("edge ", result.Errors[0].Case, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_lost_for_good_ends_the_run_with_a_report()
    {
        using var target = new PlantedTarget(PlantedTarget.Linux61, (_, _) => throw new TargetException("gone"));
        Assert.Equal(ExitCodes.Harness, Check(target).ExitCode);
    }

    [Fact]
    public void The_exact_oracle_is_for_devices_that_claim_a_generation()
    {
        using var target = new PlantedTarget(PlantedTarget.Linux61, (_, outcome) => outcome) { Description = PlantedTarget.None.Description with { Profile = null } };
        Assert.DoesNotContain(Check(target).Clauses, c => c.Id.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal));
    }

    [Fact]
    public void A_filter_leaves_only_its_clauses() =>
        Assert.All(Check(PlantedTarget.None, Oracle.Contract, filter: ["ZP"]).Clauses, c => Assert.StartsWith("ZP", c.Id, StringComparison.Ordinal));

    [Fact]
    public void The_case_under_way_is_on_record_while_it_runs()
    {
        var directory = Directory.CreateTempSubdirectory("daxspec-test-");
        (string Label, string Token)? record = null;
        using var target = new PlantedTarget(PlantedTarget.Linux61, (_, _) =>
        {
            record ??= Journal.Read(directory.FullName);
            throw new TargetException("gone");
        })
        {
            Description = PlantedTarget.None.Description with { Profile = null },
        };
        new Checker(new() { Target = target, Profile = PlantedTarget.Linux61, Cases = 0, JournalDirectory = directory.FullName }, Models).Run();
        Assert.Equal(Models.EdgeCases[0].History, Token.Parse(record!.Value.Token).History);
        Assert.Null(Journal.Read(directory.FullName));
        directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData("documents")]
    [InlineData("5.10")]
    [InlineData("6.1")]
    [InlineData("6.12")]
    [InlineData("7.2")]
    public void Every_generation_of_nd_pmem_conforms_but_for_its_known_deviations(string profile)
    {
        var generation = Models.Profile(profile);
        using var target = new ReferenceTarget(generation);
        var result = new Checker(new() { Target = target, Profile = generation, Cases = 300 }, Models).Run();
        Assert.Equal("", string.Join('\n', result.Clauses.Where(c => c.Status == Status.Broken).SelectMany(c => FindingText.Lines(c.Data, c.Finding!, target.Description.Name))));
        Assert.Equal("", string.Join('\n', result.Waivers.Where(w => w.Status != Status.Waived).Select(w => w.Waiver.Id)));
    }

    [Theory]
    [InlineData("5.10")]
    [InlineData("6.1")]
    [InlineData("7.2")]
    public void Named_and_swept_cases_reach_every_clause_without_a_seed(string profile)
    {
        var generation = Models.Profile(profile);
        using var target = new ReferenceTarget(generation);
        var result = new Checker(new() { Target = target, Profile = generation, Oracle = Oracle.Contract, Cases = 0 }, Models).Run();
        // A model has no kernel log.
        Assert.Empty(result.Clauses.Where(c => c.Status == Status.Error || c.Tally.Judged == 0 && c.Data.Since is null && c.Data.Until is null && !c.Data.Needs.All(n => n.EndsWith(": warned", StringComparison.Ordinal))).Select(c => $"{c.Id} {c.Reason}"));
    }

    private static CasePlan Plan(ulong seed) => new(new() { Target = PlantedTarget.None, Profile = PlantedTarget.Linux61, Seed = seed, Cases = 10 }, Models);

    private static RunResult Check(ITarget target, Oracle oracle = Oracle.Both, ulong seed = 1, int workers = 1, string[]? filter = null) =>
        new Checker(new() { Target = target, Profile = PlantedTarget.Linux61, Oracle = oracle, Seed = seed, Cases = 600, Workers = workers, Filter = filter ?? [] }, Models).Run();
}
