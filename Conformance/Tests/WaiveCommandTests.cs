using Conformance.CommandLine;
using Conformance.Models;

namespace Conformance.Tests;

/// <summary>daxspec waive: writes what the check then takes, and leaves everything else in the file alone.</summary>
public sealed class WaiveCommandTests
{
    private const string Case = "page=4096 size=4096 | dax_zero_page_range nr_pages=1";
    private const string Target = "mutant:zeroes-half-a-page";

    [Fact]
    public void What_it_writes_excuses_the_case_it_was_written_for()
    {
        using var file = new ScratchText();
        Assert.Equal(ExitCodes.Conforms, Waive(file, "--owner", "me", "--expires", "2027-06-30").Code);
        var waiver = WaiverFile.Parse("own", file.Text).Single();
        Assert.Equal(("ZP-06", Case, "https://example.org/17", "me", new DateOnly(2027, 6, 30)), (waiver.Clause, waiver.Counterexample, waiver.Link, waiver.Owner, waiver.Expires!.Value));
        Assert.Contains("count_one", waiver.When);
        var second = Waive(file);
        Assert.Equal(ExitCodes.Usage, second.Code);
        Assert.Contains("ZP-06 is excused by ZP-06-mutant-zeroes-half-a-page already", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_one_makes_the_clause_hold_its_peace_in_every_case()
    {
        using var file = new ScratchText();
        Assert.Equal(ExitCodes.Conforms, Waive(file, "--wide").Code);
        var directory = Path.Combine(Path.GetDirectoryName(file.Path)!, "out");
        Assert.Equal(ExitCodes.Conforms, Program.Run(["check", Target, "--oracle", "contract", "--filter", "ZP-06", "--cases", "500", "--waivers", file.Path, "--out", directory], TextWriter.Null, TextWriter.Null));
    }

    [Theory]
    [InlineData("# ours\n\n- id: first # stays\n  clause: DA-01   # and its blanks\n  symptom: 'x'\n  link: l\n")]
    [InlineData("- {id: first, clause: DA-01, symptom: x, link: l}")]
    [InlineData("# nothing yet\n")]
    [InlineData("- id: first\r\n  clause: DA-01\r\n  symptom: x\r\n  link: l\r\n# the end\r\n")]
    [InlineData("\ufeff- id: first\n  clause: DA-01\n  symptom: x\n  link: l\n\n\n")]
    public void Comments_and_order_stay_byte_for_byte(string before)
    {
        using var file = new ScratchText();
        File.WriteAllBytes(file.Path, System.Text.Encoding.UTF8.GetBytes(before));
        Assert.Equal(ExitCodes.Conforms, Waive(file).Code);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(before), File.ReadAllBytes(file.Path).Take(System.Text.Encoding.UTF8.GetByteCount(before)));
        Assert.Equal("ZP-06-mutant-zeroes-half-a-page", WaiverFile.Parse("own", file.Text)[^1].Id);
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(file.Path)!));
    }

    [Theory]
    [InlineData("[{id: a, clause: DA-01, symptom: x, link: l}]\n")]
    [InlineData("  - id: a\n    clause: DA-01\n    symptom: x\n    link: l\n")]
    public void A_file_that_cannot_be_added_to_stays_as_it_is(string before)
    {
        using var file = new ScratchText(before);
        var (code, _, error) = Waive(file);
        Assert.Equal((ExitCodes.Usage, before), (code, file.Text));
        Assert.Contains("wanted waivers that each begin with '- id:' at the margin", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        using var file = new ScratchText("- id: mine\n  clause: DA-01\n  symptom: x\n  link: l\n");
        Assert.Contains("found a waiver 'mine' in", Waive(file, "--id", "mine").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mmap:", "found that the case breaks nothing on mmap:; wanted a break to excuse")]
    [InlineData("lab:6.1/e820/dax", "lab:6.1/e820/dax runs this program in a guest; wanted a target that is driven from here")]
    public void What_does_not_break_is_refused(string target, string message)
    {
        using var file = new ScratchText();
        var (code, _, error) = Run("waive", Case, target, "--link", "l", "--file", file.Path);
        Assert.Equal((ExitCodes.Usage, false), (code, File.Exists(file.Path)));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clause_that_the_case_does_not_break_is_refused()
    {
        using var file = new ScratchText();
        Assert.Contains("found that the case breaks ZP-06", Waive(file, "--clause", "DA-01").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_link_nothing_is_written()
    {
        using var file = new ScratchText();
        var (code, _, error) = Run("waive", Case, Target, "--file", file.Path);
        Assert.Equal((ExitCodes.Usage, false), (code, File.Exists(file.Path)));
        Assert.StartsWith("daxspec: found no --link; wanted where the defect is written down", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 touched=1", @"^[1-9]\d*( |$)")]
    [InlineData("-EIO", "^-EIO( |$)")]
    [InlineData("0", "^0( |$)")]
    [InlineData("NullCall", "^NullCall$")]
    [InlineData("page 3 at 0x3000", @"^page\ \d+\ at\ 0x[0-9a-f]+$")]
    public void A_symptom_fits_other_cases_of_the_same_defect(string got, string symptom)
    {
        Assert.Equal(symptom, WaiverEntry.SymptomOf(got));
        Assert.Matches(Waiver.Expression(symptom), got);
    }

    [Theory]
    [InlineData("a \"quoted\" \\ text: with # and - and 'ticks'")]
    [InlineData("two\nlines\tand a tab")]
    public void Whatever_a_text_holds_reads_back(string text)
    {
        var waiver = new Waiver { Id = "a", Clause = "DA-01", Profiles = [], Drivers = [], Symptom = ".", Counterexample = "", Consequence = text, Link = text };
        Assert.Equal((text, text), (WaiverFile.Parse("own", WaiverEntry.Render(waiver)).Single().Consequence, WaiverFile.Parse("own", WaiverEntry.Render(waiver)).Single().Link));
    }

    private static (int Code, string Output, string Error) Waive(ScratchText file, params string[] more) => Run(["waive", Case, Target, "--link", "https://example.org/17", "--file", file.Path, .. more]);

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
