using System.Text.Json;
using Conformance.CommandLine;
using Conformance.Reference.Histories;

namespace Conformance.Tests;

public sealed class CommandLineTests
{
    private const string Example = "page=4096 size=32768 bad=16+1 | dax_direct_access pgoff=2 nr_pages=1";

    [Theory]
    [InlineData("check nonsense:", "'nonsense:' is no target: wanted one of mmap:[FILE], reference:PROFILE, ")]
    [InlineData("check mutant:nobody", "there is no mutant 'nobody'")]
    [InlineData("check mmap: --profile 4.4", "there is no profile '4.4': wanted one of documents, 5.10, 6.1, 6.12, 7.2")]
    [InlineData("check reference:4.4", "there is no profile '4.4': wanted one of documents, 5.10, 6.1, 6.12, 7.2")]
    [InlineData("check reference:6.1 --profile 6.12", "reference:6.1 is judged as of 6.1, but --profile says 6.12: leave --profile out")]
    [InlineData("check lab:6.1", "'lab:6.1': wanted lab:KERNEL/NAME, for instance lab:6.1/nd_pmem, or lab:KERNEL/DRIVER/SURFACE with one of dax, dax.ext4, dax.xfs, dax.xfs-reflink, devdax, kernel, for instance lab:6.1/e820/dax")]
    [InlineData("check lab:6.1/e820/nothing", "'lab:6.1/e820/nothing': wanted lab:KERNEL/NAME, for instance lab:6.1/nd_pmem, or lab:KERNEL/DRIVER/SURFACE with one of dax, dax.ext4, dax.xfs, dax.xfs-reflink, devdax, kernel, for instance lab:6.1/e820/dax")]
    [InlineData("check mmap: --frobnicate", "Unrecognized command or argument '--frobnicate'.")]
    [InlineData("check --cases -1", "--cases -1: wanted 0 .. 2147483647")]
    [InlineData("check --cases many", "--cases many: wanted 0 .. 2147483647")]
    [InlineData("check --parallel 0", "--parallel 0: wanted 1 .. 256")]
    [InlineData("check --seed abc", "--seed abc: wanted 0 .. 18446744073709551615 or 0x...")]
    [InlineData("check --oracle maybe", "--oracle maybe: wanted exact, contract or both")]
    [InlineData("check --filter ZZ", "--filter ZZ: no clause starts with that; 'daxspec list clauses' names them all")]
    [InlineData("replay dax1:abc", "the token is cut short or changed (its check does not match): copy the whole 'dax1:...' word again")]
    [InlineData("replay junk", "'junk' has no '|': wanted DEVICE | OPERATION; OPERATION ...")]
    [InlineData("list everything", "Argument 'everything' not recognized. Must be one of:")]
    [InlineData("frobnicate", "Required command was not provided.")]
    public void Wrong_use_exits_with_64_and_says_what_was_wanted(string line, string message)
    {
        var (code, output, error) = Run(line.Split(' '));
        Assert.StartsWith($"daxspec: {message}", error, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Usage, ""), (code, output));
    }

    [Fact]
    public void A_file_that_is_not_there_exits_with_4_and_says_what_to_do()
    {
        var (code, _, error) = Run("check", "dax:/nowhere/at/all");
        Assert.Contains("No such file or directory", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Harness, code);
    }

    [Fact]
    public void Wrong_use_is_never_answered_with_a_stack_trace() => Assert.DoesNotContain("   at ", Run("replay", "dax1:abc").Error, StringComparison.Ordinal);

    [Fact]
    public void A_token_replays_what_it_holds()
    {
        var (code, output, _) = Run("replay", new Token("6.1", HistoryText.ParseHistory(Example)).ToString(), "reference:");
        Assert.Contains("dax_direct_access pgoff=2 nr_pages=1\n       -EIO", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Conforms, code);
    }

    [Fact]
    public void A_token_is_judged_as_of_the_profile_it_holds() =>
        Assert.Contains("judged as of 6.12", Run("replay", new Token("6.12", HistoryText.ParseHistory(Example)).ToString(), "reference:").Output, StringComparison.Ordinal);

    [Fact]
    public void A_history_replays_as_text_too() => Assert.Contains("-EIO", Run("replay", Example, "reference:6.1").Output, StringComparison.Ordinal);

    [Fact]
    public void A_replay_can_be_read_by_a_program()
    {
        using var json = JsonDocument.Parse(Run("replay", Example, "reference:6.1", "--json").Output);
        Assert.StartsWith("-EIO ", json.RootElement.GetProperty("steps")[0].GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clauses", "DA-01")]
    [InlineData("clauses", "EX-dax_direct_access")]
    [InlineData("profiles", "6.12")]
    [InlineData("devices", "@plain")]
    [InlineData("targets", "mmap:[FILE]")]
    [InlineData("edge-cases", "count 2^29 wraps to zero sectors")]
    public void What_there_is_can_be_listed(string kind, string word)
    {
        var (code, output, _) = Run("list", kind);
        Assert.Contains(word, output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Conforms, code);
    }

    [Fact]
    public void A_check_writes_its_reports_and_says_where()
    {
        var directory = Directory.CreateTempSubdirectory("daxspec-test-");
        var (code, output, _) = Run("check", "reference:6.1", "--oracle", "exact", "--cases", "10", "--filter", "EX-kmap", "--out", directory.FullName);
        Assert.Contains($"report: {Path.Combine(directory.FullName, "report.md")}", output, StringComparison.Ordinal);
        Assert.Equal(["environment.txt", "junit.xml", "report.md", "run.jsonl"], directory.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal(ExitCodes.Conforms, code);
        directory.Delete(recursive: true);
    }

    [Fact]
    public void A_seed_may_be_hexadecimal()
    {
        var directory = Directory.CreateTempSubdirectory("daxspec-test-");
        Assert.Contains("seed 31)", Run("check", "reference:6.1", "--oracle", "exact", "--cases", "1", "--filter", "EX-kmap", "--seed", "0x1f", "--out", directory.FullName).Output, StringComparison.Ordinal);
        directory.Delete(recursive: true);
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
