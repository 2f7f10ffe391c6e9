using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit.Abstractions;

namespace StandIns.Tests;

/// <summary>Properties checked from inside a fact.</summary>
public sealed class CheckExtensionsTests
{
    private readonly Lines _lines = new();

    private static Property Holds => Prop.ForAll(Arb.From(Gen.Constant(1)), (int i) => i == 1);

    private static Property DoesNotHold => Prop.ForAll(Arb.From(Gen.Constant(1)), (int i) => i == 2);

    [Fact]
    public void A_quick_check_writes_its_result()
    {
        Holds.QuickCheck(_lines);

        Assert.Equal("Ok, passed 100 tests.", _lines.Last);
    }

    [Fact]
    public void A_named_check_writes_its_name()
    {
        Holds.QuickCheck("one", _lines);

        Assert.Equal("one-Ok, passed 100 tests.", _lines.Last);
    }

    [Fact]
    public void A_quick_check_writes_a_failure_and_does_not_throw()
    {
        DoesNotHold.QuickCheck("one", _lines);

        Assert.StartsWith("one-Falsifiable, after 1 test", _lines.Last, StringComparison.Ordinal);
    }

    [Fact]
    public void A_throwing_check_throws_a_failure()
    {
        var thrown = Assert.ThrowsAny<Exception>(() => DoesNotHold.QuickCheckThrowOnFailure(_lines));

        Assert.Contains("Falsifiable, after 1 test", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_throwing_check_that_passes_writes_its_result()
    {
        Holds.QuickCheckThrowOnFailure(_lines);

        Assert.Equal("Ok, passed 100 tests.", _lines.Last);
    }

    [Fact]
    public void A_verbose_check_writes_every_argument()
    {
        Holds.VerboseCheck(_lines);

        Assert.Equal(100, _lines.All.Count(line => line.Contains(":\n1\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_named_verbose_check_writes_its_name()
    {
        Holds.VerboseCheck("one", _lines);

        Assert.Equal("one-Ok, passed 100 tests.", _lines.Last);
    }

    [Fact]
    public void A_throwing_verbose_check_throws_a_failure() =>
        Assert.ThrowsAny<Exception>(() => DoesNotHold.VerboseCheckThrowOnFailure(_lines));

    [Fact]
    public void The_output_runner_serves_a_config()
    {
        Check.One(Config.Quick.WithMaxTest(3).WithRunner(new TestOutputRunner(_lines)), Holds);

        Assert.Equal("Ok, passed 3 tests.", _lines.Last);
    }

    [Fact]
    public void The_xunit_runner_keeps_the_result()
    {
        var runner = new XunitRunner();

        Check.One(Config.Quick.WithMaxTest(3).WithRunner(runner), Holds);

        Assert.Equal(3, Assert.IsType<TestResult.Passed>(runner.Result).Item1.NumberOfTests);
    }

    private sealed class Lines : ITestOutputHelper
    {
        public List<string> All { get; } = [];

        public string Last => All[^1].Trim();

        public void WriteLine(string message) => All.Add(message);

        public void WriteLine(string format, params object[] args) => All.Add(string.Format(provider: null, format, args));
    }
}
