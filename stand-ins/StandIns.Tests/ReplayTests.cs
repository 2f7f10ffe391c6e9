using FsCheck.Xunit;

namespace StandIns.Tests;

/// <summary>The example of FsCheck's documentation: 86 falsifies, and is shrunk to 80.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(nameof(Documented.OneCase))]
    [InlineData(nameof(Documented.OneCaseInParentheses))]
    [InlineData(nameof(Documented.WholeRun))]
    public async Task A_replay_string_finds_the_documented_counterexample(string method)
    {
        var run = await InnerRun.Of<Documented>();

        Assert.Equal(("86", "80"), run[method].Counterexample);
    }

    [Fact]
    public async Task Without_a_size_the_whole_run_is_repeated()
    {
        var run = await InnerRun.Of<Documented>();

        Assert.Contains("Falsifiable, after 94 tests (2 shrinks) (17234047130667642678,3215559178322092721)", run[nameof(Documented.WholeRun)].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_size_one_case_is_repeated()
    {
        var run = await InnerRun.Of<Documented>();

        Assert.Contains("Falsifiable, after 1 test (2 shrinks)", run[nameof(Documented.OneCase)].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_of_a_class_holds_where_the_method_has_none()
    {
        var run = await InnerRun.Of<ReplayOnTheClass>();

        Assert.Equal(("86", "80"), run.Only.Counterexample);
    }

    internal sealed class Documented
    {
        [Property(Replay = "8436023154383110308,3156407541371296191,94")]
        public bool OneCase(int i) => i < 80;

        [Property(Replay = "(8436023154383110308,3156407541371296191,94)")]
        public bool OneCaseInParentheses(int i) => i < 80;

        [Property(MaxTest = 100, Replay = "17234047130667642678, 3215559178322092721")]
        public bool WholeRun(int i) => i < 80;
    }

    [Properties(Replay = "8436023154383110308,3156407541371296191,94")]
    internal sealed class ReplayOnTheClass
    {
        [Property]
        public bool LessThan80(int i) => i < 80;
    }
}
