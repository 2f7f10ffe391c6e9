using Conformance.CommandLine;
using Conformance.Models;
using Conformance.Reports;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Tests;

/// <summary>Waivers of the author's own: what they excuse, and every way in which they can be out of order.</summary>
public sealed class OwnWaiverTests
{
    private const string Smallest = "page=4096 size=4096 | dax_zero_page_range nr_pages=1";
    private const string Target = "mutant:zeroes-half-a-page";
    private static readonly ModelSet Models = ModelSet.Load();
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Fact]
    public void A_break_that_is_waived_does_not_fail_the_run()
    {
        var result = Run(Entry());
        Assert.Equal((ExitCodes.Conforms, WaiverState.Waived), (result.ExitCode, result.Own.Single().State));
        Assert.Equal(Status.Waived, result.Clauses.Single(c => c.Id == "ZP-06").Status);
        Assert.Equal("waiver half", result.Clauses.Single(c => c.Id == "ZP-06").Reason);
    }

    [Fact]
    public void Without_its_waiver_it_does() => Assert.Equal(ExitCodes.Broken, Run().ExitCode);

    [Fact]
    public void A_waiver_needs_no_claim_to_be_nd_pmem() => Assert.Equal(ExitCodes.Conforms, Run(target: Target, claims: false, entries: Entry()).ExitCode);

    [Fact]
    public void A_case_pattern_excuses_what_it_matches() =>
        Assert.Equal(ExitCodes.Conforms, Run(Entry(clause: null, more: "  cases: [\"dax_(zero|direct)\"]")).ExitCode);

    [Fact]
    public void What_a_condition_leaves_out_is_broken() =>
        Assert.Equal(ExitCodes.Broken, Run(Entry(more: "  page_sizes: [16384]")).ExitCode);

    [Fact]
    public void A_defect_that_is_gone_is_an_unexpected_pass()
    {
        var result = Run(target: "mmap:", entries: Entry(target: "mmap:"));
        Assert.Equal((ExitCodes.UnexpectedPass, WaiverState.UnexpectedPass), (result.ExitCode, result.Own.Single().State));
        Assert.StartsWith("found that its counterexample no longer breaks ZP-06; wanted the break that it excuses; do: remove it", result.Own.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_symptom_has_drifted_and_is_shown_at_its_smallest()
    {
        var result = Run(Entry(symptom: "^-EIO$"));
        Assert.Equal((ExitCodes.UnexpectedPass, WaiverState.Drifted), (result.ExitCode, result.Own.Single().State));
        Assert.Contains($"do: look at daxspec replay {new Reference.Histories.Token("6.1", Reference.Histories.HistoryText.ParseHistory(Smallest))} {Target}", result.Own.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_waiver_that_nothing_needs_is_unmatched()
    {
        var result = Run(target: "mmap:", entries: Entry(target: "mmap:", counterexample: null));
        Assert.Equal((ExitCodes.UnexpectedPass, WaiverState.Unmatched), (result.ExitCode, result.Own.Single().State));
    }

    [Theory]
    [InlineData("2026-11-24", WaiverState.Expired, ExitCodes.UnexpectedPass)]
    [InlineData("2026-11-25", WaiverState.Waived, ExitCodes.Conforms)]
    public void A_waiver_counts_on_its_last_day_and_not_after(string expires, WaiverState state, int code)
    {
        var result = Run(Entry(more: $"  expires: {expires}"));
        Assert.Equal((code, state), (result.ExitCode, result.Own.Single().State));
    }

    [Fact]
    public void A_waiver_of_another_target_is_in_order_and_excuses_nothing()
    {
        var result = Run(Entry(target: "mutant:ignores-poison"));
        Assert.Equal((ExitCodes.Broken, WaiverState.Elsewhere), (result.ExitCode, result.Own.Single().State));
    }

    [Fact]
    public void What_a_target_does_not_show_is_not_said_to_have_passed()
    {
        using var target = PlantedTarget.Blind;
        var result = new Checker(Options(target, WaiverFile.Parse("own", Entry(target: "planted:"))), Models).Run();
        Assert.Equal(WaiverState.NotObservable, result.Own.Single().State);
    }

    [Fact]
    public void Reports_tell_the_same_of_waivers_at_any_number_of_workers()
    {
        var (one, two) = (Run(Entry(symptom: "^-EIO$")), Run(workers: 2, entries: Entry(symptom: "^-EIO$")));
        Assert.Equal(JsonlReport.Render(one), JsonlReport.Render(two));
        Assert.Equal(MarkdownReport.Render(one), MarkdownReport.Render(two));
        Assert.Contains("| half | ZP-06 | **drifted** |", MarkdownReport.Render(one), StringComparison.Ordinal);
        Assert.Contains("type=\"drifted\"", JUnitReport.Render(one), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1", "own:1:1: found a mapping; wanted a list of waivers; do: begin each waiver with '- id: NAME'")]
    [InlineData("- id: [", "own:2:1: found what is no YAML (")]
    [InlineData("- clause: DA-01", "own:1:3: found a waiver without an id; wanted id: NAME")]
    [InlineData("- id: a\n  symptom: x", "own:1:3: found waiver 'a' without clause and without cases; wanted one of them")]
    [InlineData("- id: a\n  clause: DA-01", "own:1:3: found waiver 'a' without a symptom; wanted symptom: REGULAR EXPRESSION on what was got")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: '('", "own:3:12: found '('; wanted a regular expression without back references")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: '(?<!a)b'", "own:3:12: found '(?<!a)b'; wanted a regular expression without back references")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: x\n  colour: red", "own:4:3: found the key 'colour'; wanted one of id, clause, ")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: x\n  expires: soon", "own:4:12: found 'soon'; wanted a day, YYYY-MM-DD")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: x\n  when: [sunny]", "own:4:10: found 'sunny'; wanted an input class, one of null_device, ")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: x\n  when: dead", "own:4:9: found 'dead'; wanted a list for when; do: write when: [dead]")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: x\n  page_sizes: [5]", "own:4:16: found '5'; wanted 4096, 16384 or 65536 bytes")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: x\n  counterexample: nothing", "own:4:19: found 'nothing' has no '|'")]
    [InlineData("- id: a\n  clause: DA-01\n  symptom: x\n- id: a\n  clause: DA-01\n  symptom: x", "own:4:3: found a second waiver 'a'; wanted an id of its own for each")]
    [InlineData("--- []\n--- []", "own:2:5: found a second YAML document; wanted one list")]
    public void A_malformed_file_is_refused_with_line_and_column(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => WaiverFile.Parse("own", text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("[]")]
    public void An_empty_file_holds_no_waivers(string text) => Assert.Empty(WaiverFile.Parse("own", text));

    [Theory]
    [InlineData("  clause: DA-01\n", "found no link; wanted where the defect is written down; do: add link: URL")]
    [InlineData("  clause: ZZ-99\n  link: x\n", "found clause ZZ-99, which there is not; wanted one of 'daxspec list clauses'")]
    [InlineData("  clause: DA-01\n  link: x\n  profiles: [\"4.4\"]\n", "found kernel '4.4', which there is not; wanted one of documents, 5.10, ")]
    [InlineData("  clause: DA-01\n  link: x\n  drivers: [brd]\n", "found driver 'brd', which there is not; wanted one of nd_pmem, ")]
    [InlineData("  clause: DA-01\n  link: x\n  targets: [\"mutant:nobody\"]\n", "found target 'mutant:nobody', which there is not")]
    [InlineData("  clause: EX-load\n  link: x\n  when: [dead]\n", "found input classes for EX-load; wanted none")]
    public void What_cannot_be_in_order_is_refused_before_anything_runs(string entry, string message)
    {
        using var file = new ScratchText($"- id: a\n  symptom: x\n{entry}");
        var error = new StringWriter();
        Assert.Equal(ExitCodes.UnexpectedPass, Program.Run(["check", "reference:6.1", "--waivers", file.Path], TextWriter.Null, error));
        Assert.Contains($"{file.Path}: waiver a: {message}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_fails_the_run_with_2_and_says_what_to_do()
    {
        using var file = new ScratchText(Entry(target: "reference:6.1"));
        var output = new StringWriter();
        var directory = Path.Combine(Path.GetDirectoryName(file.Path)!, "out");
        Assert.Equal(ExitCodes.UnexpectedPass, Program.Run(["check", "reference:6.1", "--oracle", "contract", "--filter", "ZP", "--cases", "0", "--waivers", file.Path, "--today", "2026-01-01", "--out", directory], output, TextWriter.Null));
        Assert.Contains($"waiver half ({file.Path}) unexpected-pass: found that its counterexample no longer breaks ZP-06", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("does not match its waivers", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_wrong_use() =>
        Assert.Equal(ExitCodes.Usage, Program.Run(["check", "reference:6.1", "--waivers", "/nowhere.yaml"], TextWriter.Null, TextWriter.Null));

    [Fact]
    public void The_suite_takes_its_waivers_from_the_environment()
    {
        using var file = new ScratchText(Entry());
        var settings = Suite.SuiteSettings.Read(name => name switch { "DAXSPEC_WAIVERS" => file.Path, "DAXSPEC_TODAY" => "2026-11-25", _ => null }, Models);
        Assert.Equal(("half", Today), (settings.Waivers.Single().Id, settings.Today));
    }

    private static string Entry(string? clause = "ZP-06", string target = Target, string symptom = ".", string? counterexample = Smallest, string more = "") =>
        $"- id: half\n{(clause is null ? "" : $"  clause: {clause}\n")}  targets: [\"{target}\"]\n  symptom: \"{symptom}\"\n{(counterexample is null ? "" : $"  counterexample: \"{counterexample}\"\n")}  link: https://example.org/1\n{more}\n";

    private static RunResult Run(string? entries = null, string target = Target, bool claims = true, int workers = 1)
    {
        using var opened = new TargetFactory(Models).Open(target, Models.Profile("6.1"));
        using var shown = new Unclaimed(opened, claims);
        return new Checker(Options(shown, entries is null ? [] : WaiverFile.Parse("own", entries)) with { Filter = ["ZP-06"], Workers = workers }, Models).Run();
    }

    private static CheckOptions Options(Reference.Histories.ITarget target, IReadOnlyList<Waiver> waivers) => new()
    {
        Target = target,
        Profile = Models.Profile("6.1"),
        Oracle = Oracle.Contract,
        Cases = 300,
        Waivers = waivers,
        Today = Today,
    };

    private sealed class Unclaimed(Reference.Histories.ITarget inner, bool claims) : Reference.Histories.ITarget
    {
        public Reference.Histories.TargetDescription Description => claims ? inner.Description : inner.Description with { Profile = null };

        public Reference.Histories.IDeviceUnderTest Open() => inner.Open();

        public void Dispose()
        {
        }
    }
}
