using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace FsCheck.Xunit;

/// <summary>Writes a check to the output of an xunit test and throws when it does not pass.</summary>
/// <param name="output">Where to write.</param>
public class TestOutputRunner(ITestOutputHelper output) : IRunner
{
    internal bool ThrowOnFailure { get; init; } = true;

    void IRunner.OnStartFixture(Type t) => output.WriteLine(Runner.onStartFixtureToString(t));

    void IRunner.OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every) =>
        output.WriteLine(every.Invoke(ntest).Invoke(args));

    void IRunner.OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) =>
        output.WriteLine(everyShrink.Invoke(args));

    void IRunner.OnFinished(string name, TestResult testResult)
    {
        if (ThrowOnFailure && testResult is not TestResult.Passed)
            throw new PropertyFailedException(FailureReport.Describe(name, testResult, start: null), FailureReport.Cause(testResult));
        output.WriteLine(Runner.onFinishedToString(name, testResult));
    }
}
