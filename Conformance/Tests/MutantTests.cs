using Conformance.CommandLine;
using Conformance.Models;
using Conformance.RealDevice.Mutants;
using Conformance.Running;
using Conformance.Targets;

namespace Conformance.Tests;

/// <summary>The suite can fail: every deliberately wrong driver is caught by the contract alone, shrunk, and its token replays.</summary>
public sealed class MutantTests
{
    private static readonly ModelSet Models = ModelSet.Load();

    public static TheoryData<string> Names => [.. MutantLibrary.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_driver_is_caught_and_its_token_replays(string mutant)
    {
        var finding = Smallest(mutant);
        var output = new StringWriter();
        Assert.Equal(ExitCodes.Broken, Program.Run(["replay", finding.Token.ToString(), $"mutant:{mutant}"], output, TextWriter.Null));
        Assert.Contains(finding.Clause, output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Conforms, Program.Run(["replay", finding.Token.ToString(), "mmap:"], TextWriter.Null, TextWriter.Null));
    }

    [Theory]
    [InlineData("bytes-instead-of-pages", "DA-08", "page=4096 size=4096 | dax_direct_access nr_pages=2")]
    [InlineData("copies-one-byte-short", "CP-01", "page=4096 size=4096 | copy_cow_page_dax")]
    [InlineData("ends-one-page-late", "DA-08", "page=4096 size=4096 | dax_direct_access nr_pages=2")]
    [InlineData("ignores-poison", "DA-18", "page=4096 size=4096 bad=0+1 | dax_direct_access nr_pages=1")]
    [InlineData("zeroes-half-a-page", "ZP-06", "page=4096 size=4096 | dax_zero_page_range nr_pages=1")]
    public void The_counterexample_is_the_smallest_device_and_one_operation(string mutant, string clause, string history) =>
        Assert.Equal(history, Findings(mutant).Single(f => f.Clause == clause).Smallest.ToString());

    private static Finding Smallest(string mutant) => Findings(mutant).OrderBy(f => f.Smallest.ToString().Length).ThenBy(f => f.Clause, StringComparer.Ordinal).First();

    private static Finding[] Findings(string mutant)
    {
        var profile = Models.Profile("6.1");
        using var target = new TargetFactory(Models).Open($"mutant:{mutant}", profile);
        var options = new CheckOptions { Target = target, Profile = profile, Oracle = Oracle.Contract, Cases = 500 };
        var result = new Checker(options, Models).Run();
        Assert.Equal(ExitCodes.Broken, result.ExitCode);
        return [.. result.Clauses.Where(c => c.Finding is not null).Select(c => c.Finding!)];
    }
}
