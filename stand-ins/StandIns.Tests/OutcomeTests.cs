using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace StandIns.Tests;

/// <summary>What makes a property pass or fail.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(nameof(Passing.Void))]
    [InlineData(nameof(Passing.Bool))]
    [InlineData(nameof(Passing.PropertyValue))]
    [InlineData(nameof(Passing.NoParameters))]
    [InlineData(nameof(Passing.TaskOnly))]
    [InlineData(nameof(Passing.TaskOfBool))]
    [InlineData(nameof(Passing.Static))]
    public async Task A_property_that_holds_passes_and_says_for_how_many_cases(string method)
    {
        var result = (await InnerRun.Of<Passing>())[method];

        Assert.Equal((InnerOutcome.Passed, "Ok, passed 20 tests."), (result.Outcome, result.Output.Trim()));
    }

    [Theory]
    [InlineData(nameof(Failing.Bool))]
    [InlineData(nameof(Failing.Throwing))]
    [InlineData(nameof(Failing.PropertyValue))]
    [InlineData(nameof(Failing.TaskOfFalse))]
    [InlineData(nameof(Failing.FaultedTask))]
    [InlineData(nameof(Failing.Parallel))]
    public async Task A_property_that_does_not_hold_fails_with_the_original_and_the_shrunk_value(string method)
    {
        var result = (await InnerRun.Of<Failing>())[method];

        Assert.Equal((InnerOutcome.Failed, ("86", "80")), (result.Outcome, result.Counterexample));
    }

    [Theory]
    [InlineData(nameof(Failing.Throwing))]
    [InlineData(nameof(Failing.FaultedTask))]
    public async Task A_failure_carries_what_the_property_threw(string method)
    {
        var result = (await InnerRun.Of<Failing>())[method];

        Assert.Equal("FsCheck.Xunit.PropertyFailedException", result.ExceptionTypes[0]);
        Assert.Contains("System.InvalidOperationException", result.ExceptionTypes);
    }

    [Fact]
    public async Task A_label_of_the_part_that_failed_is_shown()
    {
        var result = (await InnerRun.Of<Failing>())[nameof(Failing.PropertyValue)];

        Assert.Contains("Label of failing property: below 80", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_without_accepted_cases_fails()
    {
        var result = (await InnerRun.Of<Exhausted>()).Only;

        Assert.Equal(InnerOutcome.Failed, result.Outcome);
        Assert.Contains("Arguments exhausted after 0 tests", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generator_that_throws_fails_the_property()
    {
        var result = (await InnerRun.Of<BadGenerator>()).Only;

        Assert.Equal(InnerOutcome.Failed, result.Outcome);
        Assert.Contains("broken generator", string.Join(' ', result.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_counts_each_property_once()
    {
        var summary = (await InnerRun.Of<Failing>()).Summary;

        Assert.Equal((6, 6, 0), (summary.Total, summary.Failed, summary.Skipped));
    }

    [Properties(MaxTest = 20)]
    internal sealed class Passing
    {
        private int _calls;

        [Property]
        public void Void(int i) => Assert.Equal(i, i);

        [Property]
        public bool Bool(int i) => i <= int.MaxValue;

        [Property]
        public Property PropertyValue(int i) => (i <= int.MaxValue).ToProperty();

        // One instance serves all cases, so that 20 calls are seen.
        [Property]
        public bool NoParameters() => ++_calls <= 20;

        [Property]
        public async Task TaskOnly(int i)
        {
            await Task.Yield();
            Assert.Equal(i, i);
        }

        [Property]
        public async Task<bool> TaskOfBool(int i)
        {
            await Task.Yield();
            return i <= int.MaxValue;
        }

        [Property]
        public static bool Static(int i) => i <= int.MaxValue;
    }

    [Properties(Replay = "8436023154383110308,3156407541371296191,94")]
    internal sealed class Failing
    {
        [Property]
        public bool Bool(int i) => i < 80;

        [Property]
        public void Throwing(int i)
        {
            if (i >= 80)
                throw new InvalidOperationException("80 or more");
        }

        [Property]
        public Property PropertyValue(int i) => (i < 80).Label("below 80").And(true.Label("true"));

        [Property]
        public async Task<bool> TaskOfFalse(int i)
        {
            await Task.Yield();
            return i < 80;
        }

        [Property]
        public async Task FaultedTask(int i)
        {
            await Task.Yield();
            Throwing(i);
        }

        [Property(MaxTest = 100, Parallelism = 2, Replay = "17234047130667642678,3215559178322092721")]
        public bool Parallel(int i) => i < 80;
    }

    internal sealed class Exhausted
    {
        [Property(MaxRejected = 50)]
        public Property Never(int i) => (i <= int.MaxValue).When(i < int.MinValue);
    }

    internal sealed class BadGenerator
    {
        [Property(Arbitrary = [typeof(Broken)])]
        public void Unreached(Mark mark) => Assert.NotNull(mark);

        internal static class Broken
        {
            public static Arbitrary<Mark> Mark() =>
                Arb.From(Gen.Constant(0).Select(Mark (_) => throw new InvalidOperationException("broken generator")));
        }
    }
}
