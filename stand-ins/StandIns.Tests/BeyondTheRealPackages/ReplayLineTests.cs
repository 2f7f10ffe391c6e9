using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace StandIns.Tests;

/// <summary>A failure ends with the attribute that repeats it.</summary>
public sealed partial class ReplayLineTests
{
    [Theory]
    [InlineData("1,3")]
    [InlineData("(17234047130667642678,3215559178322092721)")]
    [InlineData(null)]
    public async Task The_last_line_repeats_the_failing_case(string? replay)
    {
        var first = await Run<Fails>(replay);

        var again = await Run<Fails>(Line(first));

        Assert.Equal(first.Counterexample, again.Counterexample);
        Assert.Contains("Falsifiable, after 1 test ", again.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 40)]
    public async Task The_last_line_repeats_the_failing_case_of_any_run(ulong seed, ulong gamma)
    {
        var first = await Run<Fails>(string.Create(CultureInfo.InvariantCulture, $"{seed},{gamma | 1}"));

        Assert.Equal(first.Counterexample, (await Run<Fails>(Line(first))).Counterexample);
    }

    [Theory]
    [InlineData("1,3")]
    [InlineData("1,3,0")]
    public async Task The_last_line_is_there_when_the_first_case_fails(string? replay)
    {
        var first = await Run<FailsAtOnce>(replay);

        Assert.Contains("Falsifiable, after 1 test ", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Counterexample, (await Run<FailsAtOnce>(Line(first))).Counterexample);
    }

    [Fact]
    public async Task A_replay_of_size_0_is_one_case()
    {
        var again = await Run<FailsAtOnce>("1,3,0");

        Assert.Equal("1,3,0", Line(again));
    }

    [Fact]
    public async Task A_run_without_accepted_cases_is_repeated_whole() =>
        Assert.Equal("1,3", Line(await Run<NeverAccepts>("1,3")));

    [Fact]
    public async Task A_throwing_generator_leaves_the_line_in_the_output() =>
        Assert.EndsWith("""[Property(Replay = "1,3")]""", (await Run<BadGenerator>("1,3")).Output.TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public void An_exception_made_of_a_result_has_the_line()
    {
        var runner = new XunitRunner();
        Check.One(Config.Quick.WithReplay(1, 3, 5).WithRunner(runner), Prop.ForAll((int i) => i > int.MaxValue));

        Assert.EndsWith("""[Property(Replay = "1,3,5")]""", new PropertyFailedException(runner.Result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("1")]
    [InlineData("1,2,3,4")]
    [InlineData("1,2")]
    [InlineData("1,3,-1")]
    [InlineData("1,3,4294967296")]
    [InlineData("18446744073709551616,3")]
    public async Task A_malformed_replay_fails_its_test_with_what_was_found_wanted_and_to_do(string replay)
    {
        var result = await Run<Fails>(replay);

        Assert.Equal("System.FormatException", Assert.Single(result.ExceptionTypes));
        Assert.EndsWith(
            $"""
             Replay is "{replay}".
             Wanted "seed,gamma" or "seed,gamma,size": unsigned decimal integers of 64, 64 and 31 bits, gamma odd.
             Paste the [Property(Replay = "...")] line that ends a failure, or remove Replay.
             """,
            result.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_replay_leaves_the_other_tests_alone()
    {
        var run = await InnerRun.Of<OneMalformed>();

        Assert.Equal((InnerOutcome.Failed, InnerOutcome.Passed), (run[nameof(OneMalformed.Malformed)].Outcome, run[nameof(OneMalformed.Sound)].Outcome));
    }

    [GeneratedRegex("""\n\[Property\(Replay = "([^"]*)"\)\]\z""")]
    private static partial Regex LastLine { get; }

    private static string Line(InnerResult result) => LastLine.Match(result.Message) is { Success: true } found
        ? found.Groups[1].Value
        : throw new InvalidOperationException($"No last line in: {result.Message}");

    private static async Task<InnerResult> Run<TSpecimen>(string? replay)
    {
        PastedAttribute.Set(replay);
        return (await InnerRun.Of<TSpecimen>()).Only;
    }

    internal sealed class Fails
    {
        [Pasted(MaxTest = 1000)]
        public bool Together(int i, string text) => i < 20 || text is not { Length: > 3 };
    }

    internal sealed class FailsAtOnce
    {
        [Pasted]
        public bool Always(int i, int[] items) => i > items.Length + 1_000_000;
    }

    internal sealed class NeverAccepts
    {
        [Pasted]
        public Property Never(int i) => (i <= int.MaxValue).When(i < int.MinValue);
    }

    internal sealed class BadGenerator
    {
        [Pasted(Arbitrary = [typeof(OutcomeTests.BadGenerator.Broken)])]
        public void Unreached(Mark mark) => Assert.NotNull(mark);
    }

    internal sealed class OneMalformed
    {
        [Property(Replay = "garbage")]
        public bool Malformed(int i) => i <= int.MaxValue;

        [Property]
        public bool Sound(int i) => i <= int.MaxValue;
    }
}
