namespace FsCheck.Xunit;

/// <summary>The text of a result that did not pass.</summary>
internal static class FailureReport
{
    /// <summary>FsCheck's account of the result; the last line is an attribute that repeats it.</summary>
    /// <param name="name">What was checked; empty where the test framework names it.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="start">Where generation started, if known: a run that was exhausted is repeated whole.</param>
    public static string Describe(string name, TestResult result, ReplayString? start) => result switch
    {
        TestResult.Failed failed => Environment.NewLine
            + Runner.onFailureToString(Prefix(name), failed.Item1, failed.Item2, failed.Item3, failed.Item5, failed.Item6, failed.Item7)
            + FailingCase(failed).ToAttribute(),
        _ => Environment.NewLine + Runner.onFinishedToString(name, result) + start?.ToAttribute(),
    };

    /// <summary>What the property threw. A property that returns a faulted task gives the task's exception, not its wrapping.</summary>
    public static Exception? Cause(TestResult result)
    {
        var cause = result is TestResult.Failed { Item4: Outcome.Failed { Item: var thrown } } ? thrown : null;
        return cause is AggregateException wrapped && wrapped.Flatten().InnerExceptions is [var only] ? only : cause;
    }

    private static ReplayString FailingCase(TestResult.Failed failed) => new(failed.Item6.Seed, failed.Item6.Gamma, failed.Item7);

    private static string Prefix(string name) => name.Length == 0 ? "" : $"{name}-";
}
