using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit.Abstractions;

namespace StandIns.Tests;

/// <summary>Where text goes, and what a test class is given.</summary>
public sealed class OutputTests
{
    [Fact]
    public async Task Verbose_writes_every_argument_and_every_shrink()
    {
        var lines = (await InnerRun.Of<Talkative>())[nameof(Talkative.Verbose)].Output.Split('\n').Where(line => line.Length > 0);

        Assert.Equal(["0:", "86", "shrink:"], lines.Take(3));
    }

    [Fact]
    public async Task What_the_class_writes_is_in_the_output_before_the_summary()
    {
        var lines = (await InnerRun.Of<Talkative>())[nameof(Talkative.Writing)].Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["case", "case", "Ok, passed 2 tests."], lines);
    }

    [Fact]
    public async Task Classification_is_in_the_summary()
    {
        var output = (await InnerRun.Of<Talkative>())[nameof(Talkative.Classified)].Output;

        Assert.Contains("Ok, passed 10 tests (100% any).", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_fixture_and_its_async_set_up_come_before_the_property()
    {
        var run = await InnerRun.Of<WithFixture>();

        Assert.Equal((InnerOutcome.Passed, ""), (run.Only.Outcome, run.Only.Message));
    }

    [Fact]
    public async Task A_display_name_names_the_test_case()
    {
        var run = await InnerRun.Of<Named>();

        Assert.Equal("zero is zero", Assert.Single(run.Cases).DisplayName);
    }

    [Fact]
    public async Task Traits_are_those_of_facts()
    {
        var run = await InnerRun.Of<Named>();

        Assert.Equal("property", Assert.Single(Assert.Single(run.Cases).Traits["kind"]));
    }

    internal sealed class Talkative(ITestOutputHelper output)
    {
        [Property(Verbose = true, Replay = "8436023154383110308,3156407541371296191,94")]
        public bool Verbose(int i) => i < 80;

        [Property(MaxTest = 2)]
        public void Writing(int i)
        {
            Assert.Equal(i, i);
            output.WriteLine("case");
        }

        [Property(MaxTest = 10)]
        public FsCheck.Property Classified(int i) => (i <= int.MaxValue).Classify(true, "any");
    }

    internal sealed class Shared
    {
        public int Value { get; } = 42;
    }

    internal sealed class WithFixture(Shared shared) : IClassFixture<Shared>, IAsyncLifetime
    {
        private bool _ready;

        public async Task InitializeAsync()
        {
            await Task.Yield();
            _ready = true;
        }

        public Task DisposeAsync() => Task.CompletedTask;

        [Property]
        public bool Is_set_up(int i) => _ready && shared.Value == 42 && i <= int.MaxValue;
    }

    internal sealed class Named
    {
        [Property(DisplayName = "zero is zero")]
        [Trait("kind", "property")]
        public bool Zero() => true;
    }
}
