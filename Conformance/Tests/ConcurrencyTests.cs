using Conformance.CommandLine;
using Conformance.Concurrency;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Histories;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Tests;

/// <summary>Calls that overlap: the right drivers answer as if one came after the other, the wrong ones are found, and what is found replays.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private static readonly ModelSet Models = ModelSet.Load();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-concurrency-");

    public static TheoryData<string> Races => [.. MutantLibrary.All.Where(m => m.Races).Select(m => m.Name)];

    public static TheoryData<string, string> Right => new()
    {
        { "mutant:none", "5.10" }, { "mutant:none", "6.1" }, { "mutant:none", "7.2" },
        { "mmap:", "5.10" }, { "mmap:", "6.1" }, { "mmap:", "6.12" }, { "mmap:", "7.2" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void A_right_driver_answers_as_if_one_call_came_after_the_other(string target, string profile)
    {
        var result = Run(target, profile, 3000, workers: 2);
        Assert.Equal(["CC-01", "CC-02", "CC-03"], result.Clauses.Select(c => c.Id));
        Assert.All(result.Clauses, c => Assert.True(c.Status == Status.Held || c.Status == Status.Waived && target == "mmap:", $"{c.Id}: {c.Finding?.Smallest}"));
        Assert.All(result.Clauses, c => Assert.True(c.Tally.Held > 500));
    }

    [Theory]
    [MemberData(nameof(Races))]
    public void A_driver_that_is_wrong_only_when_calls_overlap_is_found_by_a_clause_that_names_the_bug(string name)
    {
        var mutant = MutantLibrary.All.Single(m => m.Name == name);
        var result = Run($"mutant:{name}", mutant.Profile, 5000, workers: 2);
        Assert.Contains(result.Clauses, c => c.Status == Status.Broken && mutant.Clauses.Contains(c.Id));
        foreach (var finding in result.Clauses.Select(c => c.Finding).OfType<Finding>())
        {
            Assert.True(ReadSections.AreKept(finding.Smallest));
            Assert.InRange(finding.Smallest.Operations.Length, 1, 5);
            var (code, output, _) = PluginRun.Daxspec("replay", finding.Token.ToString(), $"mutant:{name}");
            Assert.Equal(ExitCodes.Broken, code);
            Assert.Contains($"{finding.Clause} broken: ", output, StringComparison.Ordinal);
            Assert.Equal(ExitCodes.Conforms, PluginRun.Daxspec("replay", finding.Token.ToString(), "mutant:none").Code);
        }
    }

    /// <summary>Nobody can blame the calls themselves: one after the other they are answered as they should be.</summary>
    [Theory]
    [MemberData(nameof(Races))]
    public void One_after_the_other_it_honours_every_clause(string name)
    {
        using var target = MutantLibrary.Open(name, Models.Profile("6.1"));
        var result = new Checker(new() { Target = target, Profile = Models.Profile("6.1"), Cases = 200, SweepStep = 7 }, Models).Run();
        Assert.DoesNotContain(result.Clauses, c => c.Status == Status.Broken);
    }

    [Fact]
    public void The_same_bytes_come_out_at_any_parallelism()
    {
        var one = Check("mutant:pgoff-in-the-device", "--parallel", "1");
        Assert.Equal(one.Output, Check("mutant:pgoff-in-the-device", "--parallel", "3").Output);
        Assert.Contains("1.1 [", one.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_seed_makes_other_histories()
    {
        var generator = new ConcurrentGenerator(new TargetFactory(Models).Open("mmap:", Models.Profile("6.1"), null, exact: false).Description);
        Assert.NotEqual(Enumerable.Range(0, 50).Select(n => generator.At(1, (ulong)n).ToString()), Enumerable.Range(0, 50).Select(n => generator.At(2, (ulong)n).ToString()));
        Assert.All(Enumerable.Range(0, 500), n => Assert.True(ReadSections.AreKept(generator.At(1, (ulong)n))));
        Assert.All(Enumerable.Range(0, 500).Select(n => generator.At(1, (ulong)n)), h => Assert.Equal(h, HistoryText.ParseHistory(h.ToString())));
        Assert.All(Enumerable.Range(0, 500).Select(n => generator.At(1, (ulong)n)), h => Assert.Equal(h, Token.Parse(new Token("6.1", h).ToString()).History));
    }

    [Theory]
    [InlineData("page=4096 size=4096 | dax_alive & dax_alive & dax_alive & dax_alive & dax_alive", "has 5 threads: wanted at most 4")]
    [InlineData("page=4096 size=4096 | dax_alive & dax_alive @ 09", "each a digit from 0 to 3")]
    public void Threads_that_there_cannot_be_are_refused(string history, string words)
    {
        var (code, _, error) = PluginRun.Daxspec("replay", history, "mmap:", "--profile", "6.1");
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    [Theory]
    [InlineData("exec:python3 {samples}/python/sample.py")]
    [InlineData("lab:6.1/e820/dax")]
    public void A_device_whose_threads_are_not_ours_is_refused(string target)
    {
        var (code, _, error) = Check(target.Replace("{samples}", PluginRun.Samples, StringComparison.Ordinal));
        Assert.Contains("wanted a device whose calls can overlap", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    [Theory]
    [InlineData("repro", "--as", "c")]
    [InlineData("waive", "mmap:", "--link")]
    public void What_knows_one_thread_only_says_so(string command, string first, string second)
    {
        var (code, _, error) = PluginRun.Daxspec([command, "page=4096 size=4096 | dax_alive & kill_dax", first, second, .. command == "waive" ? ["http://localhost/1"] : Array.Empty<string>()]);
        Assert.Contains("found a history of 2 threads; wanted one whose calls come one after the other", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    [Fact]
    public void It_takes_no_other_cases()
    {
        var (code, _, error) = PluginRun.Daxspec("check", "mmap:", "--concurrent", "--exhaustive", "kmap");
        Assert.Contains("--concurrent with --exhaustive", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    /// <summary>What is there is one order for every interleaving: calls that do not overlap are held to the one that they came in.</summary>
    [Theory]
    [InlineData("page=4096 size=4096 bad=0+1 | badblocks_clear sectors=8; badblocks_check sectors=8 & badblocks_set sectors=1", 0)]
    [InlineData("page=4096 size=4096 | dax_read_lock; dax_direct_access nr_pages=1; dax_read_unlock & kill_dax @ 0011", 0)]
    [InlineData("page=4096 size=4096 | dax_read_lock & kill_dax", 1)]
    public void A_wait_that_nobody_ends_is_seen(string history, int broken)
    {
        var (code, output, _) = PluginRun.Daxspec("replay", history, "mmap:", "--profile", "6.1");
        Assert.Equal(broken == 0 ? ExitCodes.Conforms : ExitCodes.Broken, code);
        if (broken > 0) Assert.Contains("CC-03 broken: Calls that overlap come back", output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static RunResult Run(string name, string profile, int cases, int workers)
    {
        using var target = new TargetFactory(Models).Open(name, Models.Profile(profile), null, exact: false);
        return new Checker(new() { Target = target, Profile = Models.Profile(profile), Cases = cases, Workers = workers, Concurrent = true }, Models).Run();
    }

    private (int Code, string Output, string Error) Check(string target, params string[] more) =>
        PluginRun.Daxspec(["check", target, "--concurrent", "--cases", "2000", "--out", _directory.FullName, .. more]);
}
