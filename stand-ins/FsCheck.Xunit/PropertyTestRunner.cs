using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>Owns the test's output, which a property has even when its class does not ask for one.</summary>
internal sealed class PropertyTestRunner(
    ITest test,
    IMessageBus messageBus,
    Type testClass,
    object[] constructorArguments,
    MethodInfo testMethod,
    object[] testMethodArguments,
    string? skipReason,
    IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource)
    : XunitTestRunner(
        test, messageBus, testClass, constructorArguments, testMethod, testMethodArguments, skipReason, beforeAfterAttributes, aggregator, cancellationTokenSource)
{
    private TestOutputHelper _output = new();

    protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
    {
        // Since 2.9 a class that asks for output is given a factory. The array is shared by the class's tests: copied, not changed.
        ConstructorArguments = [.. ConstructorArguments.Select(argument => argument is Func<TestOutputHelper> make ? make() : argument)];
        _output = ConstructorArguments.OfType<TestOutputHelper>().FirstOrDefault() ?? _output;
        _output.Initialize(MessageBus, Test);
        var elapsed = await InvokeTestMethodAsync(aggregator);
        var text = _output.Output;
        _output.Uninitialize();
        return Tuple.Create(elapsed, text);
    }

    protected override Task<decimal> InvokeTestMethodAsync(ExceptionAggregator aggregator) =>
        new PropertyTestInvoker(
            Test, MessageBus, TestClass, ConstructorArguments, TestMethod, TestMethodArguments, BeforeAfterAttributes, aggregator, CancellationTokenSource, _output.WriteLine)
            .RunAsync();
}
