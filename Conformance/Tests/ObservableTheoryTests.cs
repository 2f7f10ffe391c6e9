using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Conformance.Suite;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conformance.Tests;

public sealed class ObservableTheoryTests
{
    [Fact]
    public async Task What_is_not_observable_is_skipped_with_its_reason()
    {
        var (summary, reasons) = await Run(nameof(Rows.NotObservable));
        Assert.Equal((1, 0, 1), (summary.Total, summary.Failed, summary.Skipped));
        Assert.Equal(["no kernel here, row 1"], reasons);
    }

    [Fact]
    public async Task What_fails_is_still_a_failure()
    {
        var (summary, reasons) = await Run(nameof(Rows.Failing));
        Assert.Equal((1, 1, 0), (summary.Total, summary.Failed, summary.Skipped));
        Assert.Empty(reasons);
    }

    [Fact]
    public async Task What_passes_still_passes()
    {
        var (summary, _) = await Run(nameof(Rows.Passing));
        Assert.Equal((1, 0, 0), (summary.Total, summary.Failed, summary.Skipped));
    }

    [Fact]
    public void A_row_is_named_by_its_words_however_long_they_are() =>
        Assert.Equal(new string('x', 200), new Named("id", new string('x', 200)).ToString());

    private static async Task<(RunSummary Summary, List<string> Reasons)> Run(string method)
    {
        using var bus = new SkipReasons();
        var sink = new NullMessageSink();
        using var cancel = new CancellationTokenSource();
        var collection = new TestCollection(new TestAssembly(Reflector.Wrap(Assembly.GetExecutingAssembly())), null, "inner");
        var test = new TestMethod(new TestClass(collection, Reflector.Wrap(typeof(Rows))), Reflector.Wrap(typeof(Rows).GetMethod(method)!));
        var row = new ObservableTestCase(sink, TestMethodDisplay.Method, TestMethodDisplayOptions.None, test, [1]);
        return (await row.RunAsync(sink, bus, [], new(), cancel), bus.Reasons);
    }

    /// <summary>Not public, so that the suite itself does not run them.</summary>
    [SuppressMessage("xUnit", "xUnit1000:Test classes must be public", Justification = "Run by the tests above alone.")]
    private sealed class Rows
    {
        [ObservableTheory]
        [InlineData(1)]
        public void NotObservable(int row) => throw new NotObservableException($"no kernel here, row {row}");

        [ObservableTheory]
        [InlineData(1)]
        public void Failing(int row) => Assert.Equal(0, row);

        [ObservableTheory]
        [InlineData(1)]
        public void Passing(int row) => Assert.Equal(1, row);
    }

    private sealed class SkipReasons : IMessageBus
    {
        public List<string> Reasons { get; } = [];

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is ITestSkipped skipped) Reasons.Add(skipped.Reason);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
