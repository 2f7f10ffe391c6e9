using System.Text.Json;
using System.Xml.Linq;
using Conformance.Models;
using Conformance.Reference.Contract;
using Conformance.Reference.Histories;
using Conformance.Reports;
using Conformance.Running;
using FsCheck.Xunit;

namespace Conformance.Tests;

public sealed class ReportTests
{
    private static readonly RunResult Broken = Check(PlantedTarget.OffByOne);
    private static readonly RunResult Good = Check(PlantedTarget.None);

    [Property(Arbitrary = [typeof(AnyHistory)])]
    public void A_story_has_25_lines_at_the_most_whatever_the_history(History history)
    {
        var finding = FindingOf(history);
        Assert.InRange(FindingText.Lines(Clause, finding, "mmap:").Count(), 8, FindingText.MaxLines);
    }

    [Property(Arbitrary = [typeof(AnyHistory)])]
    public void The_line_of_a_story_that_replays_holds_the_whole_case(History history)
    {
        var replay = FindingText.Lines(Clause, FindingOf(history), "mmap:").Single(l => l.StartsWith("  replay", StringComparison.Ordinal));
        Assert.Equal(history, Token.Parse(replay.Split(' ').First(w => w.StartsWith(Token.Prefix, StringComparison.Ordinal))).History);
    }

    [Fact]
    public void A_failure_takes_a_screen_at_the_most() => Assert.InRange(TerminalReport.Lines(Broken, "report.md").Count(), 10, FindingText.MaxLines + 6);

    [Fact]
    public void A_success_takes_a_few_lines() => Assert.InRange(TerminalReport.Lines(Good, "report.md").Count(), 3, 6);

    [Fact]
    public void JUnit_counts_what_its_cases_say()
    {
        var suite = XDocument.Parse(JUnitReport.Render(Broken)).Descendants("testsuite").Single();
        Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
        Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!);
    }

    [Fact]
    public void JUnit_fails_a_case_with_the_clause_it_breaks() =>
        Assert.Contains(XDocument.Parse(JUnitReport.Render(Broken)).Descendants("failure"), f => (string)f.Attribute("type")! == "EX-dax_direct_access");

    [Fact]
    public void Every_line_of_the_run_file_is_json() =>
        Assert.All(JsonlReport.Render(Broken).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());

    [Fact]
    public void The_report_names_every_clause_of_the_run()
    {
        var report = MarkdownReport.Render(Good);
        Assert.All(Good.Clauses, c => Assert.Contains($"| {c.Id} |", report, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_not_checked_is_told_with_its_reason() =>
        Assert.All(Good.Clauses.Where(c => c.Status is Status.NotObservable or Status.NotSupported), c => Assert.NotEqual("", c.Reason));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1234567, "1,234,567")]
    public void Counts_are_written_the_same_in_every_culture(long value, string text) => Assert.Equal(text, Words.Count(value));

    [Fact]
    public void The_edge_case_report_has_a_word_for_every_digest()
    {
        var models = ModelSet.Load();
        foreach (var profile in models.Profiles)
        {
            using var device = new Reference.Model.ReferenceDevice(profile);
            var answered = models.EdgeCases.Select(e =>
            {
                var outcomes = new Outcome[e.History.Operations.Length];
                device.Run(e.History, outcomes);
                return new EdgeCaseAnswers(e, outcomes);
            });
            Assert.DoesNotContain('#', EdgeCaseReport.Render(profile, models.Devices, [.. answered]).Split("## badblocks")[1].Replace("\n## ", "\n", StringComparison.Ordinal));
        }
    }

    private static ClauseData Clause { get; } = new()
    {
        Id = "XX-01",
        Sentence = "An answer is right",
        Source = "this test",
        Level = Level.Required,
        Check = ["one", "two", "three", "four"],
    };

    private static Finding FindingOf(History history)
    {
        var answers = history.Operations.Select(_ => Outcome.Of(1)).ToArray();
        return new()
        {
            Clause = Clause.Id,
            Smallest = history,
            Observed = new(Clause.Id, history.Operations.Length - 1, "1", "2", "it is", default, null),
            FirstCase = "seed 1 case 2",
            Original = history,
            ShrinkSteps = 3,
            Count = 4,
            Token = new("6.1", history),
            Answers = answers,
        };
    }

    private static RunResult Check(ITarget target) =>
        new Checker(new() { Target = target, Profile = PlantedTarget.Linux61, Oracle = Oracle.Exact, Cases = 200 }, ModelSet.Load()).Run();
}
