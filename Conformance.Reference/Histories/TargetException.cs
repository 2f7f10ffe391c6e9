namespace Conformance.Reference.Histories;

/// <summary>A target cannot be used: the message says what was found, what was wanted and what to do.</summary>
public sealed class TargetException : Exception
{
    public TargetException()
    {
    }

    public TargetException(string message)
        : base(message)
    {
    }

    public TargetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
