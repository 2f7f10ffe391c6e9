using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>Keeps the result of a check for the test case that started it.</summary>
public class XunitRunner : IRunner
{
    private TestResult? _result;

    /// <summary>The result, once the check has finished.</summary>
    public TestResult Result => _result ?? throw new InvalidOperationException("The check has not finished: it has no result yet.");

    void IRunner.OnStartFixture(Type t)
    {
    }

    void IRunner.OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every) =>
        every.Invoke(ntest).Invoke(args);

    void IRunner.OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) => everyShrink.Invoke(args);

    void IRunner.OnFinished(string name, TestResult testResult) => _result = testResult;
}
