using System.Reflection;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>Calls the test method through FsCheck.</summary>
internal sealed class PropertyTestInvoker(
    ITest test,
    IMessageBus messageBus,
    Type testClass,
    object[] constructorArguments,
    MethodInfo testMethod,
    object[] testMethodArguments,
    IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource,
    Action<string> write)
    : XunitTestInvoker(
        test, messageBus, testClass, constructorArguments, testMethod, testMethodArguments, beforeAfterAttributes, aggregator, cancellationTokenSource)
{
    protected override object CallTestMethod(object? testClassInstance) => RunWithinTimeout(testClassInstance);

    private async Task RunWithinTimeout(object? testClassInstance)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(CancellationTokenSource.Token);
        // On the thread pool: FsCheck blocks on the tasks a property returns, and xunit's synchronization context would not run them.
        var property = Task.Run(() => RunProperty(testClassInstance, stop.Token), CancellationToken.None);
        var timeout = ((XunitTestCase)TestCase).Timeout; // in milliseconds, 0 for none
        if (timeout > 0 && await Task.WhenAny(property, Task.Delay(timeout, CancellationToken.None)).ConfigureAwait(false) != property)
        {
            // The case that runs cannot be ended; the check ends after it.
            await stop.CancelAsync().ConfigureAwait(false);
            throw new TestTimeoutException(timeout);
        }

        await property.ConfigureAwait(false);
    }

    private void RunProperty(object? testClassInstance, CancellationToken stop)
    {
        var settings = PropertySettings.Of(TestMethod, TestClass);
        var start = settings.Replay is { } text
            ? ReplayString.Parse(text)
            : SuiteSeed.For(SuiteSeed.FromEnvironment(), $"{TestClass.FullName}.{TestMethod.Name}");
        var runner = new XunitRunner();
        Check(settings.ToConfig(start, write, stop).WithRunner(runner), testClassInstance, start, stop);

        var result = runner.Result;
        if (result is not TestResult.Passed)
            throw new PropertyFailedException(FailureReport.Describe("", result, start), FailureReport.Cause(result));
        if (Runner.onFinishedToString("", result) is { Length: > 0 } summary)
            write(summary);
    }

    private void Check(Config config, object? testClassInstance, ReplayString start, CancellationToken stop)
    {
        try
        {
            FsCheck.Check.Method(config, TestMethod, testClassInstance is null ? null : FSharpOption<object>.Some(testClassInstance));
        }
        catch (TargetInvocationException) when (!stop.IsCancellationRequested)
        {
            // FsCheck calls itself by reflection, so this is not the property's: xunit reports what is inside it.
            write($"A generator or shrinker threw. To repeat the run:{Environment.NewLine}{start.ToAttribute()}");
            throw;
        }
    }
}
