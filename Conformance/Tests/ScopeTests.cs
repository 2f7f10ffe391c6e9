using Conformance.CommandLine;
using Conformance.Exhaustive;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Reference.Histories;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Tests;

/// <summary>Exhaustive checks: a scope has each of its histories once, a run of it says "all", and its first break is the same at any parallelism.</summary>
public sealed class ScopeTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("daxspec-scope-");

    public static TheoryData<string, long> Small => new()
    {
        { "direct-access:pages=1", 4 * 3 * 2 * 4 * 5 * 6 },
        { "writes:pages=1", 4 * 4 * 2 * 36 },
        { "badblocks:calls=2", 30 * 30 },
        { "calls:calls=3", 16 * 16 * 16 },
        { "kmap:calls=4", 6 * 6 * 6 * 6 },
        { "iomap:calls=1", 6 * 4 * 13 * 2 },
    };

    /// <summary>Every generation, and everything that a mutant does wrong: among them what changes the device under a translation.</summary>
    public static TheoryData<string, string, int> Shared
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var profile in ModelSet.Load().Profiles) data.Add("mmap:", profile.Name, profile.Name is "6.1" or "6.12" ? 2 : 1);
            // What is wrong elsewhere translates as the right driver does.
            foreach (var mutant in MutantLibrary.All.Where(m => !m.Races && m.Area is "Translation" or "Guards and liveness" or "Bad blocks")) data.Add($"mutant:{mutant.Name}", mutant.Profile, 1);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_scope_has_each_of_its_histories_once(string text, long count)
    {
        var scope = Scopes.Parse(text);
        var histories = Enumerable.Range(0, (int)scope.Count).Select(i => scope.At(i).ToString()).ToArray();
        Assert.Equal(count, histories.Length);
        Assert.Equal(count, histories.Distinct().Count());
        Assert.All(histories, h => Assert.Equal(h, HistoryText.ParseHistory(h).ToString()));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_driver_without_a_bug_is_proved_on_all_of_a_scope(string text, long count)
    {
        var (code, output, _) = Check("mutant:none", text);
        Assert.Equal(ExitCodes.Conforms, code);
        Assert.Matches($"\n  all {Reports.Words.Count(count)} cases of {text}( \\([0-9,]+ of them equal to another up to a call that takes the machine down: skipped\\))?, [0-9,]+ operations", output);
        Assert.Contains("mutant:none conforms (as of 6.1)\n  0 broken, ", output, StringComparison.Ordinal);
    }

    /// <summary>What is skipped was looked at: it is the same history up to the call that nothing comes back from, and is answered as the one that was run.</summary>
    [Fact]
    public void What_is_skipped_as_equal_is_equal()
    {
        var models = ModelSet.Load();
        var (scope, profile) = (Scopes.Parse("calls:calls=3"), models.Profile("6.1"));
        using var target = new TargetFactory(models).Open("mmap:", profile, null, exact: true);
        var options = new CheckOptions { Target = target, Profile = profile, Scope = scope };
        using var examiner = new Examiner(options, models);
        long skipped = 0, end = 0;
        var (calls, answers) = (Array.Empty<string>(), Array.Empty<string>());
        for (var n = 0L; n < scope.Count; n++)
        {
            var history = scope.At(n);
            var got = examiner.Answers(history).Select(o => o.ToString()).ToArray();
            var alike = n < end && n % Checker.BlockSize != 0;
            if (alike)
            {
                skipped++;
                Assert.Equal(calls, history.Operations.Take(calls.Length).Select(o => o.ToString()));
                Assert.Equal(answers, got);
                continue;
            }
            var last = Array.FindLastIndex(got, a => a != "not-observable");
            if (!got[last].Contains("faulted", StringComparison.Ordinal)) continue;
            (calls, answers, end) = ([.. history.Operations.Take(last + 1).Select(o => o.ToString())], got, scope.EndOfAlike(n, last));
        }
        Assert.All([1, 2], workers => Assert.Equal(skipped, new Checker(options with { Workers = workers }, models).Run().Equal));
        Assert.True(skipped > 0);
    }

    [Fact]
    public void A_case_that_cannot_be_run_is_an_error_of_the_run()
    {
        var lost = new PlantedTarget(PlantedTarget.Linux61, (operation, outcome) => operation.Code == OpCode.kunmap_atomic ? throw new TargetException("the device was lost") : outcome);
        var result = new Checker(new() { Target = lost, Profile = PlantedTarget.Linux61, Scope = Scopes.Parse("kmap:calls=1") }, ModelSet.Load()).Run();
        Assert.Equal(5, result.Errors.Length);
        Assert.All(result.Errors, e => Assert.Equal("the device was lost", e.Item2));
    }

    [Theory]
    [InlineData("poison-of-the-first-page-only", "direct-access:pages=2", "DA-20", "page=4096 size=8192 bad=8+1 | dax_direct_access nr_pages=2")]
    [InlineData("zeroes-two-pages", "writes:pages=2", "ZP-06", "page=4096 size=8192 | dax_zero_page_range nr_pages=1")]
    [InlineData("clear-keeps-a-whole-record", "badblocks:calls=2", "BB-04", "page=4096 size=4096 bad=0+1 | badblocks_clear sectors=1; badblocks_check sectors=1")]
    [InlineData("unlock-revives", "calls:calls=3", "LV-06", "page=4096 size=4096 | kill_dax; dax_read_lock; dax_read_unlock")]
    [InlineData("kunmap-refuses-and-lowers", "kmap:calls=3", "KM-04", "page=4096 size=4096 | kmap_atomic; kmap_atomic; kunmap_atomic")]
    [InlineData("iter-goes-on-without-progress", "iomap:calls=2", "IM-08", "")]
    public void The_first_break_of_a_scope_is_the_same_at_any_parallelism(string mutant, string scope, string clause, string smallest)
    {
        var (code, output, _) = Check($"mutant:{mutant}", scope, "--filter", clause, "--parallel", "1");
        Assert.Equal(ExitCodes.Broken, code);
        Assert.StartsWith($"{clause}  ", output, StringComparison.Ordinal);
        Assert.Contains($"from scope {scope} case ", output, StringComparison.Ordinal);
        Assert.Equal(output, Check($"mutant:{mutant}", scope, "--filter", clause, "--parallel", "3").Output);
        if (smallest.Length == 0) return;
        var token = output.Split("daxspec replay ")[1].Split(' ')[0];
        Assert.Equal(smallest, Token.Parse(token).History.ToString());
    }

    [Theory]
    [MemberData(nameof(Shared))]
    public void Devices_that_are_shared_by_their_calls_answer_and_are_judged_as_devices_of_one_call(string target, string profile, int pages)
    {
        var models = ModelSet.Load();
        using var opened = new TargetFactory(models).Open(target, models.Profile(profile));
        var shared = new CheckOptions { Target = opened, Profile = models.Profile(profile), Scope = Scopes.Parse($"direct-access:pages={pages}") };
        var (together, alone) = (new Checker(shared, models).Run(), new Checker(shared with { Scope = new OneByOne(shared.Scope) }, models).Run());
        Assert.Equal<ulong>([.. alone.AnswerDigests], [.. together.AnswerDigests]);
        Assert.Equal(alone.Operations, together.Operations);
        Assert.Equal(Said(alone), Said(together));
        Assert.Equal(Said(alone), Said(new Checker(shared with { Workers = 2 }, models).Run()));

        static string[] Said(RunResult run) => [.. run.Clauses.Select(c => $"{c.Id} {c.Status} {c.Tally.Held} {c.Tally.NotObservable} {c.Tally.NotSupported} {c.Tally.Broken} {c.Tally.Classes.Bits:x} "
            + string.Join(' ', c.Tally.Values.Concat(c.Tally.Waived)))];
    }

    [Theory]
    [InlineData("nothing", "there is no scope 'nothing': wanted one of direct-access, ")]
    [InlineData("direct-access:pages=10", "found 'pages=10'; wanted pages=1 to pages=9")]
    [InlineData("kmap:pages=3", "found 'pages=3'; wanted calls=1 to calls=12")]
    public void A_scope_that_there_is_not_is_refused(string scope, string words)
    {
        var (code, _, error) = Check("mmap:", scope);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    [Fact]
    public void A_scope_takes_no_other_cases()
    {
        var (code, _, error) = Check("mmap:", "kmap", "--cases", "3");
        Assert.Contains("a scope has all its cases", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, code);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>The same histories, of which nobody can tell that their devices are alike.</summary>
    private sealed class OneByOne(Scope scope) : Scope("direct-access", "pages", 1)
    {
        public override string Says => scope.Says;

        public override long Count => scope.Count;

        public override int Block => scope.Block;

        public override History At(long index) => scope.At(index);
    }

    private (int Code, string Output, string Error) Check(string target, string scope, params string[] more) =>
        PluginRun.Daxspec(["check", target, "--exhaustive", scope, "--out", _directory.FullName, .. more]);
}
