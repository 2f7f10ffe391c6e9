using System.Collections.Concurrent;
using System.Reflection;
using FsCheck.Xunit;
using Xunit.Sdk;

namespace StandIns.Tests;

/// <summary>Properties have what xunit gives facts; FsCheck.Xunit leaves these out.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task A_skipped_property_is_reported_and_counted()
    {
        var run = await InnerRun.Of<Skipped>();

        Assert.Equal((InnerOutcome.Skipped, "not today"), (run.Only.Outcome, run.Only.Message));
        Assert.Equal((1, 1, 0), (run.Summary.Total, run.Summary.Skipped, run.Summary.Failed));
    }

    [Fact]
    public async Task Attributes_around_a_test_are_run_around_the_property()
    {
        Around.Log.Clear();

        await InnerRun.Of<WithAround>();

        Assert.Equal(["before", "case", "case", "after"], Around.Log);
    }

    [Fact]
    public async Task A_class_is_disposed_of_asynchronously_and_then_synchronously()
    {
        Disposed.Log.Clear();

        await InnerRun.Of<Disposed>();

        Assert.Equal(["case", "DisposeAsync", "Dispose"], Disposed.Log);
    }

    [Fact]
    public async Task A_class_is_disposed_of_when_a_generator_throws()
    {
        DisposedAfterThrow.Log.Clear();

        await InnerRun.Of<DisposedAfterThrow>();

        Assert.Equal(["Dispose"], DisposedAfterThrow.Log);
    }

    [Fact]
    public async Task A_throwing_generator_fails_with_its_own_exception()
    {
        var result = (await InnerRun.Of<DisposedAfterThrow>()).Only;

        Assert.Equal("System.InvalidOperationException", Assert.Single(result.ExceptionTypes));
    }

    [Theory]
    [InlineData(nameof(OutcomeTests.Failing.Throwing))]
    [InlineData(nameof(OutcomeTests.Failing.FaultedTask))]
    public async Task What_an_asynchronous_property_throws_is_reported_as_what_a_synchronous_one_throws(string method)
    {
        var result = (await InnerRun.Of<OutcomeTests.Failing>())[method];

        Assert.Equal(["FsCheck.Xunit.PropertyFailedException", "System.InvalidOperationException"], result.ExceptionTypes);
    }

    [Fact]
    public async Task A_property_that_hangs_times_out()
    {
        using var gate = Hanging.Gate = new ManualResetEventSlim();

        var result = (await InnerRun.Of<Hanging>()).Only;
        gate.Set();

        Assert.Equal((InnerOutcome.Failed, "Test execution timed out after 100 milliseconds"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task A_property_that_timed_out_ends_after_its_case()
    {
        using var gate = SlowCase.Gate = new ManualResetEventSlim();
        await InnerRun.Of<SlowCase>();

        gate.Set();
        await Task.Delay(100); // time for thousands of cases, were the check to go on

        Assert.InRange(SlowCase.Cases, 0, 1);
    }

    [Fact]
    public async Task A_test_case_survives_serialization()
    {
        var original = (IXunitTestCase)Assert.Single((await InnerRun.Of<Skipped>()).Cases);

        var copy = SerializationHelper.Deserialize<IXunitTestCase>(SerializationHelper.Serialize(original));

        Assert.Equal((original.UniqueID, original.DisplayName, original.SkipReason), (copy.UniqueID, copy.DisplayName, copy.SkipReason));
        Assert.IsType<PropertyTestCase>(copy);
    }

    internal sealed class Skipped
    {
        [Property(Skip = "not today")]
        public bool Never(int i) => i > int.MaxValue;
    }

    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class AroundAttribute : BeforeAfterTestAttribute
    {
        public override void Before(MethodInfo methodUnderTest) => Around.Log.Enqueue("before");

        public override void After(MethodInfo methodUnderTest) => Around.Log.Enqueue("after");
    }

    internal static class Around
    {
        public static ConcurrentQueue<string> Log { get; } = [];
    }

    internal sealed class WithAround
    {
        [Property(MaxTest = 2)]
        [Around]
        public void Logs() => Around.Log.Enqueue("case");
    }

    internal sealed class Disposed : IAsyncLifetime, IDisposable
    {
        public static ConcurrentQueue<string> Log { get; } = [];

        [Property(MaxTest = 1)]
        public void Logs() => Log.Enqueue("case");

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            await Task.Yield();
            Log.Enqueue("DisposeAsync");
        }

        public void Dispose() => Log.Enqueue("Dispose");
    }

    internal sealed class DisposedAfterThrow : IDisposable
    {
        public static ConcurrentQueue<string> Log { get; } = [];

        [Property(Arbitrary = [typeof(OutcomeTests.BadGenerator.Broken)])]
        public void Unreached(Mark mark) => Assert.NotNull(mark);

        public void Dispose() => Log.Enqueue("Dispose");
    }

    internal sealed class Hanging
    {
        public static ManualResetEventSlim? Gate { get; set; }

        [Property(Timeout = 100)]
        public void Hangs() => Gate!.Wait();
    }

    internal sealed class SlowCase
    {
        private static int s_cases;

        public static int Cases => Volatile.Read(ref s_cases);

        public static ManualResetEventSlim? Gate { get; set; }

        [Property(Timeout = 100, MaxTest = int.MaxValue)]
        public void Counts()
        {
            Interlocked.Increment(ref s_cases);
            Gate!.Wait();
        }
    }
}
