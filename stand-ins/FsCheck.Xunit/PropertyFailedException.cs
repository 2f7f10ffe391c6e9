namespace FsCheck.Xunit;

/// <summary>A property was falsified, or ran out of accepted cases.</summary>
public class PropertyFailedException : Exception
{
    /// <summary>Describes a result that did not pass.</summary>
    public PropertyFailedException(TestResult testResult)
        : base(FailureReport.Describe("", testResult, start: null), FailureReport.Cause(testResult))
    {
    }

    /// <summary>Carries a description and what the property threw.</summary>
    public PropertyFailedException(string userMessage, Exception? innerException)
        : base(userMessage, innerException)
    {
    }
}
