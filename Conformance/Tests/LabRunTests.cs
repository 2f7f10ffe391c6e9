using System.Text.RegularExpressions;
using System.Xml.Linq;
using Conformance.CommandLine;
using Conformance.Evidence;
using Conformance.Lab;
using Conformance.Models;
using Conformance.Reports;
using Conformance.Running;

namespace Conformance.Tests;

public sealed class LabRunTests : IDisposable
{
    private static readonly ModelSet Models = ModelSet.Load();
    private static readonly FakeLab Lab = new();
    private static readonly LabKernelRun Whole = Run([]);

    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("daxspec-test-");

    [Fact]
    public void A_kernel_is_booted_once_for_all_its_drivers()
    {
        var lab = new FakeLab();
        new LabRunner(lab, Request(["dm-linear", "ramdax"]), Models, TextWriter.Null).Run("6.1", CancellationToken.None);
        Assert.Equal(1, lab.Boots);
    }

    [Fact]
    public void Drivers_are_told_in_the_lab_s_order() => Assert.Equal(["nd_pmem", "dm-linear", "ramdax", "devdax"], Whole.Drivers.Select(d => d.Provider.Name));

    [Fact]
    public void A_driver_that_the_kernel_lacks_is_told_with_the_reason_and_fails_nothing()
    {
        var ramdax = Run(["ramdax", "nd_pmem"]).Drivers[^1];
        Assert.Equal((ExitCodes.NothingChecked, "no-driver this kernel has no ramdax"), (ramdax.ExitCode, ramdax.Reason));
    }

    [Fact]
    public void A_run_of_nothing_but_absent_drivers_checked_nothing() => Assert.Equal(ExitCodes.NothingChecked, Run(["ramdax"]).ExitCode);

    [Fact]
    public void A_driver_that_does_not_open_is_the_lab_s_failure() => Assert.Equal((ExitCodes.Harness, "devdax does not open"), (Whole.Drivers[^1].ExitCode, Whole.Drivers[^1].Reason));

    [Fact]
    public void A_run_is_as_good_as_its_worst_driver() => Assert.Equal(ExitCodes.Broken, Run(["nd_pmem", "dm-linear"]).ExitCode);

    [Fact]
    public void A_stacked_driver_is_not_held_against_the_exact_model() => Assert.DoesNotContain(Driver("dm-linear").Result!.Clauses, c => c.Id.StartsWith(Examiner.ExactPrefix, StringComparison.Ordinal));

    [Fact]
    public void A_result_is_of_the_target_as_its_user_reaches_it() => Assert.Equal("lab:6.1/dm-linear", Driver("dm-linear").Result!.Target.Name);

    [Fact]
    public void The_named_edge_cases_are_asked_of_a_driver_that_takes_any_geometry() => Assert.Equal(Models.EdgeCases.Length, Driver("nd_pmem").EdgeCases.Length);

    [Fact]
    public void The_summary_names_every_driver() => Assert.All(Whole.Drivers, d => Assert.Contains(d.Provider.Name, LabSummary.Markdown([Whole]), StringComparison.Ordinal));

    [Fact]
    public void The_terminal_tells_kernel_calls_per_second() => Assert.Contains(LabSummary.Terminal([Whole], "summary.md"), l => l.Contains("1,000 kernel calls, 500 a second", StringComparison.Ordinal));

    [Fact]
    public void The_summary_file_knows_no_times() => Assert.DoesNotContain("a second", LabSummary.Markdown([Whole]), StringComparison.Ordinal);

    [Fact]
    public void JUnit_counts_a_test_case_a_driver()
    {
        var suite = XDocument.Parse(LabJUnitReport.Render([Whole])).Descendants("testsuite").Single();
        Assert.Equal(("4", "1", "1", "1"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("errors")!, (string)suite.Attribute("skipped")!));
    }

    [Fact]
    public void Each_driver_has_the_reports_of_a_check_in_a_directory_of_its_own()
    {
        Write();
        Assert.Equal(["environment.txt", "junit.xml", "report.md", "run.jsonl"], new DirectoryInfo(Path.Combine(_out.FullName, "6.1", "dm-linear")).GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_matrix_can_be_made_of_what_a_run_left()
    {
        Write();
        var evidence = EvidenceReader.Read(_out.FullName);
        Assert.Equal(["nd_pmem", "dm-linear", "ramdax", "devdax"], evidence.Columns.Select(c => c.Driver));
        Assert.Equal("broken", evidence.Columns[1].Cells["LV-03"].Status);
        Assert.Equal(Models.EdgeCases.Length, evidence.EdgeCases.Count(e => e.Driver == "nd_pmem"));
    }

    [Fact]
    public void The_matrix_of_the_same_answers_has_the_same_bytes()
    {
        Write();
        var first = EvidenceDocuments.Render(Models, EvidenceReader.Read(_out.FullName));
        Assert.Equal(first, EvidenceDocuments.Render(Models, EvidenceReader.Read(_out.FullName)));
    }

    [Fact]
    public void The_matrix_file_holds_all_that_the_documents_tell()
    {
        Write();
        var read = EvidenceReader.Read(_out.FullName);
        var again = new EvidenceSet(MatrixFile.Parse("", MatrixFile.Render(read.Columns)), EdgeCaseFile.Parse("", EdgeCaseFile.Render(read.EdgeCases)));
        Assert.Equal(EvidenceDocuments.Render(Models, read), EvidenceDocuments.Render(Models, again));
    }

    [Theory]
    [InlineData(@"^(.*""driver"":""nd_pmem"".*)$", "$1\n$1", "found lab:6.1/nd_pmem 2 times; wanted each once")]
    [InlineData(@"^(.*""type"":""cell"".*)$", "$1\n$1", "of lab:6.1/nd_pmem 2 times; wanted each once")]
    [InlineData(@"^.*""type"":""column"".*$", "", "which has no column line; wanted a column line for every driver that has cells")]
    public void A_matrix_file_that_contradicts_itself_is_refused(string line, string instead, string message)
    {
        Write();
        var text = new Regex(line, RegexOptions.Multiline).Replace(MatrixFile.Render(EvidenceReader.Read(_out.FullName).Columns), instead, 1);
        var thrown = Assert.Throws<FormatException>(() => MatrixFile.Parse(MatrixFile.Name, text)).Message;
        Assert.Contains(message, thrown, StringComparison.Ordinal);
        Assert.StartsWith($"{MatrixFile.Name}: found ", thrown, StringComparison.Ordinal);
        Assert.EndsWith("do: write it anew with daxspec lab matrix or lab surface, or take it from the repository", thrown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_run_of_a_kernel_takes_the_place_of_the_older_and_leaves_the_others()
    {
        Write();
        var read = EvidenceReader.Read(_out.FullName);
        var older = new EvidenceSet([.. read.Columns.SelectMany(c => new[] { c with { Kernel = "7.2" }, c with { Seed = "0" }, c with { Driver = "e820" } })], [.. read.EdgeCases.Select(e => e with { Kernel = "7.2" })]);
        var both = older.With(read);
        Assert.Equal(
            [("6.1", "nd_pmem", "1"), ("6.1", "dm-linear", "1"), ("6.1", "ramdax", null), ("6.1", "devdax", null), ("7.2", "nd_pmem", "1"), ("7.2", "dm-linear", "1"), ("7.2", "ramdax", null), ("7.2", "devdax", null)],
            both.Columns.Select(c => (c.Kernel, c.Driver, c.Seed)));
        Assert.Equal(read.EdgeCases.Concat(older.EdgeCases).Select(e => (e.Kernel, e.Driver, e.Case)), both.EdgeCases.Select(e => (e.Kernel, e.Driver, e.Case)));
    }

    [Fact]
    public void A_break_that_no_finding_explains_is_told_as_such()
    {
        Write();
        var findings = EvidenceDocuments.Render(Models, EvidenceReader.Read(_out.FullName)).Single(d => d.Path == FindingsReport.Name).Text;
        Assert.Contains("## Not yet explained", findings, StringComparison.Ordinal);
        Assert.Contains("- LV-03 on lab:6.1/dm-linear (6.1.9-fake)", findings, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_has_no_edge_case_in_which_it_differs_from_itself()
    {
        Write();
        Assert.Contains($"| 6.1.9-fake | {Models.EdgeCases.Length} | {Models.EdgeCases.Length} | 0 | 0 |", EvidenceDocuments.Render(Models, EvidenceReader.Read(_out.FullName)).Single(d => d.Path.EndsWith(SeamsReport.Name, StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_a_lab_run_is_refused_with_the_command_that_makes_one() =>
        Assert.EndsWith($"run: daxspec lab check --kernel all --out {_out.FullName}", Assert.Throws<FormatException>(() => EvidenceReader.Read(_out.FullName)).Message, StringComparison.Ordinal);

    private static LabDriverRun Driver(string name) => Whole.Drivers.First(d => d.Provider.Name == name);

    private static LabRequest Request(string[] drivers) => new(["6.1"], drivers, Oracle.Both, 1, 20, null);

    private static LabKernelRun Run(string[] drivers) => new LabRunner(Lab, Request(drivers), Models, TextWriter.Null).Run("6.1", CancellationToken.None);

    private void Write()
    {
        for (var i = 1; i <= Whole.Drivers.Length; i++) LabReportFiles.Write(Whole with { Drivers = Whole.Drivers[..i] }, Models, _out.FullName);
        LabReportFiles.Write([Whole], _out.FullName, "out");
    }

    public void Dispose() => _out.Delete(recursive: true);
}
