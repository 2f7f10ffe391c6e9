using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>
/// Enters xunit's own chain of runners, which gives properties what facts have: fixtures, Skip, Timeout, IAsyncLifetime,
/// BeforeAfterTest attributes. Only the innermost call is FsCheck's.
/// </summary>
internal sealed class PropertyTestCaseRunner(
    IXunitTestCase testCase,
    object[] constructorArguments,
    IMessageBus messageBus,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource)
    : XunitTestCaseRunner(testCase, testCase.DisplayName, testCase.SkipReason, constructorArguments, [], messageBus, aggregator, cancellationTokenSource)
{
    protected override XunitTestRunner CreateTestRunner(
        ITest test,
        IMessageBus messageBus,
        Type testClass,
        object[] constructorArguments,
        MethodInfo testMethod,
        object[]? testMethodArguments,
        string? skipReason,
        IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        // FsCheck supplies the values; xunit only counts that there are as many as parameters.
        var placeholders = new object[testMethod.GetParameters().Length];
        return new PropertyTestRunner(
            test, messageBus, testClass, constructorArguments, testMethod, placeholders, skipReason, beforeAfterAttributes, aggregator, cancellationTokenSource);
    }
}
